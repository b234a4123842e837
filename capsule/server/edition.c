/* edition.c - reads what a generation needs, up to the image. */
#include "server/edition.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "image/image.h"
#include "image/image_file.h"
#include "image/image_memory.h"
#include "server/configuration.h"
#include "server/file.h"
#include "server/handover.h"
#include "server/said.h"

#define DEFAULT_GEMINI_PORT 1965 /* where nothing listens but a page may still name it */
#define DEFAULT_GOPHER_PORT 70

/* --- The site's folder --- */

static int
open_site(const char *site, struct error *error)
{
    char real[PATH_MAX];
    int root = open(site, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (root < 0 && errno == ENOENT)
        error_set(error, "there is no folder %s; name the folder of a homepage", site);
    else if (root < 0)
        error_set(error, "cannot read the folder %s: %s", site, strerror(errno));
    else if (realpath(site, real) == NULL || strcmp(real, "/") != 0)
        return root;
    else
        error_set(error, "%s is the whole file system; name the folder of a homepage", site);
    if (root >= 0)
        close(root);
    return -1;
}

/* PATH without links, also when its last segment does not exist yet. */
static bool
resolve(const char *path, char real[PATH_MAX])
{
    char folder[PATH_MAX], full[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int length = slash == NULL ? 0 : (int)(slash - path);

    if (realpath(path, real) != NULL)
        return true;
    if (snprintf(folder, sizeof folder, "%.*s/", length, slash == NULL ? "." : path) >= (int)sizeof folder)
        return false;
    if (realpath(slash == NULL ? "." : folder, full) == NULL)
        return false;
    return snprintf(real, PATH_MAX, "%s/%s", full, slash == NULL ? path : slash + 1) < PATH_MAX;
}

void
edition_hide(struct edition *edition, const char *path)
{
    char site[PATH_MAX], real[PATH_MAX];
    size_t length;

    if (path == NULL || realpath(edition->site, site) == NULL || !resolve(path, real))
        return;
    length = strlen(site);
    if (strncmp(real, site, length) == 0 && real[length] == '/')
        text_list_add(&edition->hidden, slice_of(real + length + 1));
}

/* --- An image file --- */

static bool
is_file(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* A folder in which nothing is and nothing can be made: files that the image does not hold are found nowhere. */
static int
open_nothing(struct error *error)
{
    const char *place = getenv("TMPDIR");
    char path[PATH_MAX];
    int root = -1;

    if (snprintf(path, sizeof path, "%s/capsule-XXXXXX", place != NULL ? place : "/tmp") < (int)sizeof path &&
        mkdtemp(path) != NULL) {
        root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        rmdir(path);
    }
    if (root < 0)
        error_set(error, "cannot make a temporary folder: %s", strerror(errno));
    return root;
}

static bool
load_image(struct edition *edition, struct error *error)
{
    int file = open(edition->site, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool loaded;

    if (file < 0)
        return error_set(error, "cannot read %s: %s", edition->site, strerror(errno));
    loaded = (image_file_load(file, edition->image, error) && edition_finish(edition, error)) ||
             error_prefix(error, "%s", edition->site);
    close(file);
    return loaded;
}

/* Names and ports stand in every menu of an image, so settings cannot change them any more. */
static bool
take_identity(struct edition *edition, struct error *error)
{
    struct settings *settings = &edition->settings;
    struct image *image = image_open_trusted(edition->image, error);
    struct image_facts facts;

    if (image == NULL)
        return false;
    image_facts(image, &facts);
    text_list_clear(&settings->hosts);
    for (size_t i = 0; i < facts.host_count; i++)
        text_list_add(&settings->hosts, image_host(image, i));
    settings->gemini_port = facts.gemini_port;
    settings->gopher_port = facts.gopher_port;
    image_close(image);
    return settings->hosts.count > 0 || error_set(error, "%s: the image names no host", edition->site);
}

/* --- Its parts --- */

static void
fill_ports(struct settings *settings, const struct listeners *listeners)
{
    unsigned gemini = listeners_port(listeners, PROTOCOL_GEMINI), gopher = listeners_port(listeners, PROTOCOL_GOPHER);

    if (settings->gemini_port == 0)
        settings->gemini_port = gemini != 0 ? gemini : DEFAULT_GEMINI_PORT;
    if (settings->gopher_port == 0)
        settings->gopher_port = gopher != 0 ? gopher : DEFAULT_GOPHER_PORT;
}

static bool
add_own(struct edition *edition, const char *folder, const char *name, const char *host, struct error *error)
{
    struct host_certificate *own;

    edition->own = memory_resize(edition->own, edition->own_count + 1, sizeof *edition->own);
    own = &edition->own[edition->own_count];
    if (!certificate_load_named(folder, name, &own->certificate, error))
        return false;
    own->host = slice_copy(slice_of(host));
    edition->own_count++;
    return true;
}

/* The first host's own pair is the first of all; then the others' own, and the common one where that is not the first. */
static bool
load_certificates(struct edition *edition, const char *folder, bool first, struct error *error)
{
    const struct text_list *hosts = &edition->settings.hosts;
    bool has_own = certificate_exists(folder, hosts->items[0]);
    bool has_common = has_own && certificate_exists(folder, CERTIFICATE_COMMON);
    bool loaded = has_own ? certificate_load_named(folder, hosts->items[0], &edition->certificate, error)
                          : certificate_load(folder, hosts, &edition->certificate,
                                             first ? &edition->certificate_is_new : NULL, error);

    for (size_t i = 1; i < hosts->count && loaded; i++)
        if (certificate_exists(folder, hosts->items[i]))
            loaded = add_own(edition, folder, hosts->items[i], hosts->items[i], error);
        else if (has_common)
            loaded = add_own(edition, folder, CERTIFICATE_COMMON, hosts->items[i], error);
    return loaded;
}

const struct certificate *
edition_certificate(const struct edition *edition, const char *host)
{
    for (size_t i = 0; i < edition->own_count; i++)
        if (strcmp(edition->own[i].host, host) == 0)
            return &edition->own[i].certificate;
    return &edition->certificate;
}

/* An expired certificate is no reason not to start, since clients pin it, but none to give up a valid one either. */
static bool
read_certificate(struct edition *edition, const char *folder, bool first, struct error *error)
{
    const struct text_list *hosts = &edition->settings.hosts;

    if (!load_certificates(edition, folder, first, error))
        return false;
    edition->has_certificate = true;
    for (size_t i = 0; i < hosts->count && !first; i++)
        if (edition_certificate(edition, hosts->items[i])->expires < time(NULL))
            return error_set(error, "the certificate for %s in %s has expired", hosts->items[i], folder);
    return true;
}

static bool
read_parts(struct edition *edition, const struct master_options *options, const struct listeners *listeners, bool first,
           struct error *error)
{
    edition->is_image = is_file(options->site);
    edition->root = edition->is_image ? open_nothing(error) : open_site(options->site, error);
    if (edition->root < 0 ||
        !configuration_read(edition->root, options->config_file, options->flags, &edition->settings, error))
        return false;
    fill_ports(&edition->settings, listeners);
    edition_hide(edition, options->certs);
    edition_hide(edition, options->config_file);
    edition_hide(edition, edition->settings.log_file);
    edition->image = image_memory_new();
    if (edition->image < 0)
        return error_set(error, "no memory for the site image: %s", strerror(errno));
    edition->said = said_new(error);
    if (edition->said < 0)
        return false;
    if (edition->is_image && (!load_image(edition, error) || !take_identity(edition, error)))
        return false;
    return listeners_port(listeners, PROTOCOL_GEMINI) == 0 || read_certificate(edition, options->certs, first, error);
}

struct edition *
edition_new(const struct master_options *options, const struct listeners *listeners, bool first, struct error *error)
{
    struct edition *edition = memory_new(sizeof *edition);

    edition->holders = 1;
    edition->site = options->site;
    edition->image = -1;
    edition->said = -1;
    if (read_parts(edition, options, listeners, first, error))
        return edition;
    edition_release(edition);
    return NULL;
}

void
edition_follow(struct edition *edition, const struct edition *before)
{
    int said = fcntl(before->said, F_DUPFD_CLOEXEC, 0);

    if (said < 0)
        return;
    close(edition->said);
    edition->said = said;
}

bool
edition_finish(struct edition *edition, struct error *error)
{
    struct image_facts facts;
    struct image *image;

    if (!image_memory_seal(edition->image, error))
        return false;
    image = image_open(edition->image, error);
    if (image == NULL)
        return false;
    image_facts(image, &facts);
    edition->pages = facts.pages;
    image_close(image);
    return true;
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

bool
edition_same(const struct edition *one, const struct edition *other)
{
    return one->is_image == other->is_image && (one->is_image || same_folder(one->root, other->root)) &&
           same_settings(&one->settings, &other->settings) && same_certificates(one, other) &&
           file_same(one->image, other->image);
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
    certificate_clear(&edition->certificate);
    for (size_t i = 0; i < edition->own_count; i++) {
        free(edition->own[i].host);
        certificate_clear(&edition->own[i].certificate);
    }
    free(edition->own);
    settings_clear(&edition->settings);
    if (edition->root >= 0)
        close(edition->root);
    if (edition->image >= 0)
        close(edition->image);
    if (edition->said >= 0)
        close(edition->said);
    free(edition);
}

int
edition_handover(const struct edition *edition, const struct listeners *listeners, struct error *error)
{
    struct buffer text = { 0 };
    struct handover handover = { .hidden = edition->hidden, .settings = edition->settings };
    int fd;

    handover.site = (char *)edition->site;
    handover.protocols = listeners_letters(listeners);
    handover_write(&handover, &text);
    fd = file_memory(buffer_slice(&text), error);
    free(handover.protocols);
    buffer_clear(&text);
    return fd;
}
