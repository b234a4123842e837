/* edition_site.c - one site of an edition: its folder or image file, its settings, what of it is never published. */
#include "server/edition_site.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/host.h"
#include "image/image.h"
#include "image/image_file.h"
#include "image/image_memory.h"
#include "server/configuration.h"
#include "server/file.h"
#include "server/keepsake.h"

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

void
edition_hide(struct edition *edition, const char *path)
{
    char site[PATH_MAX], real[PATH_MAX];
    size_t length;

    if (path == NULL || realpath(edition->site, site) == NULL || !file_real_path(path, real))
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

/* --- The first site and further ones --- */

static void
fill_ports(struct settings *settings, const struct listeners *listeners)
{
    unsigned gemini = listeners_port(listeners, PROTOCOL_GEMINI), gopher = listeners_port(listeners, PROTOCOL_GOPHER);

    if (settings->gemini_port == 0)
        settings->gemini_port = gemini != 0 ? gemini : DEFAULT_GEMINI_PORT;
    if (settings->gopher_port == 0)
        settings->gopher_port = gopher != 0 ? gopher : DEFAULT_GOPHER_PORT;
}

/* The folder, and memory for what is made of it. */
static bool
open_parts(struct edition *edition, struct error *error)
{
    edition->is_image = is_file(edition->site);
    edition->root = edition->is_image ? open_nothing(error) : open_site(edition->site, error);
    if (edition->root < 0)
        return false;
    edition->image = image_memory_new();
    if (edition->image < 0)
        return error_set(error, "no memory for the site image: %s", strerror(errno));
    edition->said = keepsake_new(error);
    edition->memos = keepsake_new(error);
    return edition->said >= 0 && edition->memos >= 0;
}

bool
edition_site_first(struct edition *edition, const struct master_options *options, const struct listeners *listeners,
                   struct error *error)
{
    edition->site = options->site;
    if (!open_parts(edition, error) ||
        !configuration_read(edition->root, options->config_file, options->flags, &edition->settings, error))
        return false;
    fill_ports(&edition->settings, listeners);
    edition_hide(edition, options->certs);
    edition_hide(edition, options->config_file);
    edition_hide(edition, edition->settings.log_file);
    return !edition->is_image || (load_image(edition, error) && take_identity(edition, error));
}

/* The first of HOSTS that the image of EDITION does not name, or NULL. */
static const char *
foreign_host(const struct edition *edition, const struct text_list *hosts)
{
    const struct text_list *own = &edition->settings.hosts;

    for (size_t i = 0; i < hosts->count; i++) {
        bool named = false;

        for (size_t k = 0; k < own->count; k++)
            named = named || strcmp(own->items[k], hosts->items[i]) == 0;
        if (!named)
            return hosts->items[i];
    }
    return NULL;
}

/* An image answers for the hosts that it was made for, and for no others. */
static bool
take_further_image(struct edition *edition, struct error *error)
{
    struct text_list wanted = edition->settings.hosts;
    const char *foreign;
    bool taken;

    edition->settings.hosts = (struct text_list){ NULL, 0 };
    taken = load_image(edition, error) && take_identity(edition, error);
    foreign = taken ? foreign_host(edition, &wanted) : NULL;
    if (foreign != NULL)
        taken = error_set(error, "%s was not made for the host %s", edition->site, foreign);
    text_list_clear(&wanted);
    return taken;
}

bool
edition_site_further(struct edition *edition, const char *entry, const struct edition *first,
                     const struct master_options *options, struct error *error)
{
    struct text_list hosts = { NULL, 0 };
    struct slice place = { NULL, 0 };
    bool done = host_read_site(slice_of(entry), &hosts, &place);

    edition->place = slice_copy(place);
    edition->site = edition->place;
    done = done && open_parts(edition, error) &&
           configuration_read_further(edition->root, &hosts, &first->settings, &edition->settings, error);
    text_list_clear(&hosts);
    if (!done)
        return error_prefix(error, "the site for %.*s", (int)slice_find_byte(slice_of(entry), '='), entry);
    edition_hide(edition, options->certs);
    edition_hide(edition, options->config_file);
    edition_hide(edition, first->settings.log_file);
    return !edition->is_image || take_further_image(edition, error);
}
