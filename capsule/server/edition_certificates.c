/* edition_certificates.c - which pair of the certificate folder each host of an edition has. */
#include "server/edition_certificates.h"

#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "server/certificate_maker.h"

/* Where there is a keyholder, nobody here reads the key. */
static bool
load(struct edition *edition, const char *folder, const char *pair, struct certificate *certificate,
     struct error *error)
{
    struct certificate_paths paths;

    if (!edition->settings.key_process)
        return certificate_load_named(folder, pair, certificate, error);
    if (!certificate_load_chain(folder, pair, certificate, error))
        return false;
    if (certificate_paths_set(&paths, folder, pair, error) &&
        key_files_add(&edition->keys, &paths, buffer_slice(&certificate->chain), error))
        return true;
    certificate_clear(certificate);
    return false;
}

static bool
add_own(struct edition *edition, const char *folder, const char *pair, const char *host, struct error *error)
{
    struct host_certificate *own;

    edition->own = memory_resize(edition->own, edition->own_count + 1, sizeof *edition->own);
    own = &edition->own[edition->own_count];
    if (!load(edition, folder, pair, &own->certificate, error))
        return false;
    own->host = slice_copy(slice_of(host));
    own->pair = slice_copy(slice_of(pair));
    own->is_new = false;
    edition->own_count++;
    return true;
}

/* The first host's own pair is the first of all; then the others' own, and the common one where that is not the first. */
static bool
load_first_site(struct edition *edition, const char *folder, bool first, struct error *error)
{
    const struct text_list *hosts = &edition->settings.hosts;
    bool has_own = certificate_exists(folder, hosts->items[0]);
    bool has_common = has_own && certificate_exists(folder, CERTIFICATE_COMMON);
    const char *pair = has_own ? hosts->items[0] : CERTIFICATE_COMMON;
    bool loaded = (has_own || certificate_provide(folder, hosts, first ? &edition->certificate_is_new : NULL, error)) &&
                  load(edition, folder, pair, &edition->certificate, error);

    for (size_t i = 1; i < hosts->count && loaded; i++)
        if (certificate_exists(folder, hosts->items[i]))
            loaded = add_own(edition, folder, hosts->items[i], hosts->items[i], error);
        else if (has_common)
            loaded = add_own(edition, folder, CERTIFICATE_COMMON, hosts->items[i], error);
    return loaded;
}

/* Whether the common pair is there and names HOST. */
static bool
is_common(const char *folder, const char *host)
{
    struct certificate certificate;
    struct error ignored;
    bool named = false;

    if (certificate_exists(folder, CERTIFICATE_COMMON) &&
        certificate_load_chain(folder, CERTIFICATE_COMMON, &certificate, &ignored)) {
        named = certificate_names(&certificate, host);
        certificate_clear(&certificate);
    }
    return named;
}

static bool
load_host(struct edition *edition, const char *folder, const struct text_list *hosts, const char *host,
          struct error *error)
{
    const char *pair = certificate_exists(folder, host) ? host : hosts->items[0];
    bool is_new = false;

    if (!certificate_exists(folder, pair) && is_common(folder, host))
        pair = CERTIFICATE_COMMON;
    if (!certificate_exists(folder, pair)) {
        is_new = true;
        if (!certificate_make(folder, pair, hosts, error))
            return false;
    }
    if (!add_own(edition, folder, pair, host, error))
        return false;
    edition->own[edition->own_count - 1].is_new = is_new;
    return true;
}

static bool
load_further_site(struct edition *edition, const char *folder, const struct text_list *hosts, struct error *error)
{
    for (size_t i = 0; i < hosts->count; i++)
        if (!load_host(edition, folder, hosts, hosts->items[i], error))
            return false;
    return true;
}

/* An expired certificate is no reason not to start, since clients pin it, but none to give up a valid one either. */
static bool
is_any_expired(const struct edition *edition, const char *folder, struct error *error)
{
    for (size_t i = 0; i < edition->hosts.count; i++)
        if (edition_certificate(edition, edition->hosts.items[i])->expires < time(NULL))
            return !error_set(error, "the certificate for %s in %s has expired", edition->hosts.items[i], folder);
    return false;
}

bool
edition_certificates_read(struct edition *edition, const char *folder, bool first, struct error *error)
{
    bool loaded = load_first_site(edition, folder, first, error);

    for (size_t i = 0; i < edition->further_count && loaded; i++)
        loaded = load_further_site(edition, folder, &edition->further[i]->settings.hosts, error);
    edition->has_certificate = loaded;
    return loaded && (first || !is_any_expired(edition, folder, error));
}
