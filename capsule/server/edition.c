/* edition.c - what a generation of workers serves, as a whole. */
#include "server/edition.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "config/host.h"
#include "image/image.h"
#include "image/image_memory.h"
#include "server/edition_certificates.h"
#include "server/edition_site.h"
#include "server/fence.h"
#include "server/file.h"
#include "server/handover.h"

/* --- Its parts --- */

static struct edition *
new_part(void)
{
    struct edition *edition = memory_new(sizeof *edition);

    edition->holders = 1;
    edition->root = edition->image = edition->said = edition->memos = -1;
    return edition;
}

struct edition *
edition_part(struct edition *edition, size_t index)
{
    if (index == 0)
        return edition;
    return index <= edition->further_count ? edition->further[index - 1] : NULL;
}

static bool
list_holds(const struct text_list *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], text) == 0)
            return true;
    return false;
}

/* The further site of BEFORE for the first of HOSTS, or NULL. */
static struct edition *
find_further(const struct edition *before, const struct text_list *hosts)
{
    for (size_t i = 0; before != NULL && i < before->further_count && hosts->count > 0; i++)
        if (list_holds(&before->further[i]->settings.hosts, hosts->items[0]))
            return before->further[i];
    return NULL;
}

struct edition *
edition_part_before(struct edition *edition, size_t index, struct edition *before)
{
    if (index == 0)
        return before;
    return find_further(before, &edition_part(edition, index)->settings.hosts);
}

bool
edition_keep(struct edition *edition, size_t index, struct edition *before)
{
    struct edition *kept = edition_part_before(edition, index, before);

    if (index == 0 || kept == NULL)
        return false;
    edition_hold(kept);
    edition_release(edition->further[index - 1]);
    edition->further[index - 1] = kept;
    return true;
}

unsigned
edition_pages(const struct edition *edition)
{
    unsigned pages = edition->pages;

    for (size_t i = 0; i < edition->further_count; i++)
        pages += edition->further[i]->pages;
    return pages;
}

/* --- Reading --- */

struct edition *
edition_new(const struct master_options *options, const struct listeners *listeners, struct error *error)
{
    struct edition *edition = new_part();

    if (edition_site_first(edition, options, listeners, error))
        return edition;
    edition_release(edition);
    return NULL;
}

/* What stands in the place of a further site that cannot be opened: itself as it was, or NULL. */
static struct edition *
stand_in(const char *entry, const struct edition *before, const struct error *error)
{
    struct text_list hosts = { NULL, 0 };
    struct edition *kept = NULL;
    struct slice place;

    if (host_read_site(slice_of(entry), &hosts, &place))
        kept = find_further(before, &hosts);
    text_list_clear(&hosts);
    if (kept == NULL)
        return NULL;
    log_line(LOG_ERROR, "%s; what runs of it stays as it is", error->text);
    return edition_hold(kept);
}

static bool
add_further(struct edition *edition, const char *entry, const struct master_options *options,
            const struct edition *before, struct error *error)
{
    struct edition *further = new_part();

    if (!edition_site_further(further, entry, edition, options, error)) {
        edition_release(further);
        further = stand_in(entry, before, error);
    }
    if (further == NULL)
        return false;
    edition->further = memory_resize(edition->further, edition->further_count + 1, sizeof(struct edition *));
    edition->further[edition->further_count++] = further;
    return true;
}

static bool
add_hosts(struct edition *edition, const struct edition *part, struct error *error)
{
    const struct text_list *hosts = &part->settings.hosts;

    for (size_t i = 0; i < hosts->count; i++) {
        if (list_holds(&edition->hosts, hosts->items[i]))
            return error_set(error, "two sites are for the host %s; one of them can have it", hosts->items[i]);
        text_list_add(&edition->hosts, slice_of(hosts->items[i]));
    }
    return true;
}

/* A site that lies in another one's folder is not published by that one, too. */
static void
part_folders(struct edition *edition)
{
    for (size_t i = 0; i <= edition->further_count; i++)
        for (size_t k = 0; k <= edition->further_count; k++)
            if (i != k)
                edition_hide(edition_part(edition, i), edition_part(edition, k)->site);
}

/* Behind the certificates, which may have been made just now. */
static void
fence_parts(struct edition *edition, const char *certs)
{
    for (size_t i = 0; i <= edition->further_count; i++) {
        struct edition *part = edition_part(edition, i);

        text_list_clear(&part->kept);
        fence_list(certs, &part->kept);
        part->fence = fence_mark(part->root, &part->kept);
    }
}

bool
edition_complete(struct edition *edition, const struct master_options *options, const struct listeners *listeners,
                 const struct edition *before, struct error *error)
{
    const struct text_list *sites = &edition->settings.sites;

    for (size_t i = 0; i < sites->count; i++)
        if (!add_further(edition, sites->items[i], options, before, error))
            return false;
    for (size_t i = 0; i <= edition->further_count; i++)
        if (!add_hosts(edition, edition_part(edition, i), error))
            return false;
    part_folders(edition);
    if (listeners_port(listeners, PROTOCOL_GEMINI) != 0 &&
        !edition_certificates_read(edition, options->certs, before == NULL, error))
        return false;
    fence_parts(edition, options->certs);
    return true;
}

bool
edition_finish(struct edition *edition, struct error *error)
{
    struct image_facts facts;
    struct image *image;

    if (!image_memory_seal(edition->image, error))
        return false;
    image = edition->is_image ? image_open(edition->image, error) : image_open_trusted(edition->image, error);
    if (image == NULL)
        return false;
    image_facts(image, &facts);
    edition->pages = facts.pages;
    image_close(image);
    return true;
}

static void
inherit(int *own, int before)
{
    int copy = fcntl(before, F_DUPFD_CLOEXEC, 0);

    if (copy < 0)
        return;
    close(*own);
    *own = copy;
}

void
edition_follow(struct edition *part, const struct edition *before)
{
    inherit(&part->said, before->said);
    inherit(&part->memos, before->memos);
}

const struct certificate *
edition_certificate(const struct edition *edition, const char *host)
{
    for (size_t i = 0; i < edition->own_count; i++)
        if (strcmp(edition->own[i].host, host) == 0)
            return &edition->own[i].certificate;
    return &edition->certificate;
}

/* --- Comparing --- */

static bool
same_settings(const struct settings *one, const struct settings *other)
{
    struct buffer texts[2] = { { 0 }, { 0 } };
    bool same;

    settings_write(one, &texts[0]);
    settings_write(other, &texts[1]);
    same = slice_equal(buffer_slice(&texts[0]), buffer_slice(&texts[1]));
    buffer_clear(&texts[0]);
    buffer_clear(&texts[1]);
    return same;
}

static bool
same_hidden(const struct text_list *one, const struct text_list *other)
{
    bool same = one->count == other->count;

    for (size_t i = 0; i < one->count && same; i++)
        same = strcmp(one->items[i], other->items[i]) == 0;
    return same;
}

static bool
same_folder(int one, int other)
{
    struct stat status[2];

    return fstat(one, &status[0]) == 0 && fstat(other, &status[1]) == 0 && status[0].st_dev == status[1].st_dev &&
           status[0].st_ino == status[1].st_ino;
}

static bool
same_certificate(const struct certificate *one, const struct certificate *other)
{
    return slice_equal(buffer_slice(&one->chain), buffer_slice(&other->chain)) &&
           slice_equal(buffer_slice(&one->key), buffer_slice(&other->key));
}

static bool
same_certificates(const struct edition *one, const struct edition *other)
{
    bool same = one->own_count == other->own_count && same_certificate(&one->certificate, &other->certificate);

    for (size_t i = 0; i < one->own_count && same; i++)
        same = strcmp(one->own[i].host, other->own[i].host) == 0 &&
               same_certificate(&one->own[i].certificate, &other->own[i].certificate);
    return same;
}

/* Whether both are made of the same folder with the same settings. */
static bool
same_source(const struct edition *one, const struct edition *other)
{
    return one->is_image == other->is_image && (one->is_image || same_folder(one->root, other->root)) &&
           same_settings(&one->settings, &other->settings);
}

static bool
same_part(const struct edition *one, const struct edition *other)
{
    return one == other ||
           (same_source(one, other) && one->fence == other->fence && file_same(one->image, other->image));
}

bool
edition_same(const struct edition *one, const struct edition *other)
{
    bool same = one->further_count == other->further_count && same_part(one, other) && same_certificates(one, other);

    for (size_t i = 0; i < one->further_count && same; i++)
        same = same_part(one->further[i], other->further[i]);
    return same;
}

bool
edition_reuse(struct edition *part, const struct edition *before)
{
    int image;

    if (part->is_image || !same_source(part, before) || !same_hidden(&part->hidden, &before->hidden))
        return false;
    image = fcntl(before->image, F_DUPFD_CLOEXEC, 0);
    if (image < 0)
        return false;
    close(part->image);
    part->image = image;
    part->pages = before->pages;
    return true;
}

/* --- Its life --- */

struct edition *
edition_hold(struct edition *edition)
{
    edition->holders++;
    return edition;
}

void
edition_release(struct edition *edition)
{
    if (edition == NULL || --edition->holders > 0)
        return;
    text_list_clear(&edition->hidden);
    text_list_clear(&edition->kept);
    certificate_clear(&edition->certificate);
    for (size_t i = 0; i < edition->own_count; i++) {
        free(edition->own[i].host);
        free(edition->own[i].pair);
        certificate_clear(&edition->own[i].certificate);
    }
    free(edition->own);
    for (size_t i = 0; i < edition->further_count; i++)
        edition_release(edition->further[i]);
    free(edition->further);
    key_files_clear(&edition->keys);
    keyholder_process_release(edition->keyholder);
    text_list_clear(&edition->hosts);
    settings_clear(&edition->settings);
    if (edition->root >= 0)
        close(edition->root);
    if (edition->image >= 0)
        close(edition->image);
    if (edition->said >= 0)
        close(edition->said);
    if (edition->memos >= 0)
        close(edition->memos);
    free(edition->place);
    free(edition);
}

int
edition_handover(const struct edition *edition, const struct listeners *listeners, struct error *error)
{
    struct buffer text = { 0 };
    struct handover handover = { .hidden = edition->hidden,
                                 .kept = edition->kept,
                                 .settings = edition->settings,
                                 .sites = edition->further_count + 1 };
    int fd;

    handover.site = (char *)edition->site;
    handover.protocols = listeners_letters(listeners);
    handover_write(&handover, &text);
    fd = file_memory(buffer_slice(&text), error);
    free(handover.protocols);
    buffer_clear(&text);
    return fd;
}
