/* site_config.c - what a site's configuration says about it as a whole: language, web address, owner. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/uri.h"
#include "site/beneath.h"
#include "site/site_data.h"

enum { CONFIG_LIMIT = 4 << 20 };

const struct yaml *
site_data_file(struct site *site, const char *path)
{
    struct buffer text = { 0 };
    const struct yaml *node = NULL;
    struct error error;

    if (site_read_file(site, slice_of(path), CONFIG_LIMIT, &text)) {
        node = yaml_read(buffer_slice(&text), 1, site->arena, &error);
        if (node == NULL)
            findings_add(site->findings, FINDING_WARNING, "invalid-yaml", path, 0, 0, "ignored: %s", error.text);
    } else if (errno != ENOENT && errno != ENOTDIR) {
        findings_add(site->findings, FINDING_WARNING, "unreadable-file", path, 0, 0, "ignored, cannot be read: %s",
                     strerror(errno));
    }
    buffer_clear(&text);
    return node;
}

static bool
read_config(struct site *site, struct error *error)
{
    struct buffer text = { 0 };
    struct stat status;
    bool fine = true, found;
    int reason;

    found = beneath_read(site->root, slice_of("_config.yml"), CONFIG_LIMIT, &text);
    reason = errno;
    if (found) {
        site->config = yaml_read(buffer_slice(&text), 1, site->arena, error);
        if (site->config == NULL)
            fine = error_prefix(error, "%s/_config.yml", site->name);
    } else if (fstatat(site->root, "_config.yml", &status, AT_SYMLINK_NOFOLLOW) == 0) {
        fine =
            error_set(error, "%s/_config.yml: %s", site->name, reason == EBUSY ? "is being written" : strerror(reason));
    }
    buffer_clear(&text);
    return fine;
}

/* `owner/name` of the configuration's `repository`, or of its address on GitHub. */
static struct slice
repository_owner(const struct site *site)
{
    struct slice repository = slice_trim(yaml_get_text(site->config, "repository")), owner;
    size_t at = slice_find(repository, "github.com/");

    if (at != SLICE_NONE)
        repository = slice_from(repository, at + 11);
    if (slice_find_byte(repository, '/') == SLICE_NONE || !slice_take_part(&repository, '/', &owner))
        return slice_make("", 0);
    return owner;
}

static struct slice
without_final_slash(struct slice text)
{
    while (slice_ends(text, "/"))
        text = slice_range(text, 0, text.length - 1);
    return text;
}

static void
add_host(struct site *site, struct slice host)
{
    if (slice_starts_nocase(host, "www."))
        host = slice_from(host, 4);
    if (host.length > 0)
        site->hosts[site->host_count++] = host;
}

/* minimal-light calls it by another name. */
static struct slice
read_url(const struct site *site)
{
    struct slice url = slice_trim(yaml_get_text(site->config, "url"));

    if (url.length == 0)
        url = slice_trim(yaml_get_text(site->config, "canonical"));
    return without_final_slash(url);
}

/* The web's address of this site, and all the names it has there (8.6). */
static void
read_web_address(struct site *site)
{
    struct slice url = read_url(site);
    struct slice owner = repository_owner(site), domain;
    struct buffer text = { 0 };
    struct uri uri;

    site->hosts = arena_take(site->arena, 3 * sizeof(*site->hosts));
    site->baseurl = without_final_slash(slice_trim(yaml_get_text(site->config, "baseurl")));
    if (site->baseurl.length > 0 && !slice_starts(site->baseurl, "/"))
        site->baseurl = arena_format(site->arena, "/%.*s", (int)site->baseurl.length, site->baseurl.bytes);
    if (!site_read_file(site, slice_of("CNAME"), 1024, &text))
        buffer_truncate(&text, 0);
    domain = slice_trim(site_keep(site, &text));
    uri_split(url, &uri);
    if (!uri.has_authority || slice_is(uri.host, "localhost") || slice_is(uri.host, "127.0.0.1"))
        url = slice_make("", 0);
    else
        add_host(site, uri.host);
    add_host(site, domain);
    if (owner.length > 0)
        add_host(site, arena_format(site->arena, "%.*s.github.io", (int)owner.length, owner.bytes));
    if (url.length == 0 && domain.length > 0)
        url = arena_format(site->arena, "https://%.*s", (int)domain.length, domain.bytes);
    if (url.length == 0 && owner.length > 0)
        url = arena_format(site->arena, "https://%.*s.github.io", (int)owner.length, owner.bytes);
    if (url.length > 0)
        site->web_url = arena_format(site->arena, "%.*s%.*s", (int)url.length, url.bytes, (int)site->baseurl.length,
                                     site->baseurl.length > 0 ? site->baseurl.bytes : "");
}

/* A language tag (RFC 5646), written with `-`; empty for anything else. */
static struct slice
read_language(struct site *site)
{
    const char *set = site->settings != NULL ? site->settings->lang : NULL;
    struct slice lang = slice_of(set);
    struct buffer text = { 0 };

    if (lang.length == 0)
        lang = slice_trim(yaml_get_text(site->config, "lang"));
    if (lang.length == 0)
        lang = slice_trim(yaml_get_text(site->config, "locale"));
    for (size_t i = 0; i < lang.length && lang.length <= 35; i++)
        if (byte_is_alnum(lang.bytes[i]) || lang.bytes[i] == '-' || lang.bytes[i] == '_')
            buffer_add_byte(&text, lang.bytes[i] == '_' ? '-' : lang.bytes[i]);
    return site_keep(site, &text);
}

bool
site_read_config(struct site *site, struct error *error)
{
    if (!read_config(site, error))
        return false;
    site->visibility = visibility_new(site->config, site->arena);
    collections_read(site->config, site->arena, &site->collections);
    site->defaults = (struct defaults){ yaml_get(site->config, "defaults"), site->collections.base };
    site->permalink = slice_trim(yaml_get_text(site->config, "permalink"));
    site->timezone = slice_trim(yaml_get_text(site->config, "timezone"));
    site->future = yaml_bool(yaml_get(site->config, "future"), false);
    site->lang = read_language(site);
    read_web_address(site);
    profile_read(site->config, site_data_file(site, "_data/socials.yml"), site->arena, &site->profile);
    site->title = site_plain_text(yaml_get_text(site->config, "title"), site->arena);
    if (site->title.length == 0 || slice_is(site->title, "blank")) /* as al-folio leaves it to the owner's name */
        site->title = site->profile.name.length > 0 ? site->profile.name : slice_of("Home");
    return site->config != NULL || hugo_read(site, error);
}
