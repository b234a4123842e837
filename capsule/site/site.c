/* site.c - a homepage's source tree as a table of published paths. */
#include "site/site.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/uri.h"
#include "document/html.h"
#include "site/beneath.h"
#include "site/front_matter.h"
#include "site/publish.h"
#include "site/redirect.h"
#include "site/selector.h"
#include "site/site_data.h"

enum { CONFIG_LIMIT = 4 << 20, BODY_LIMIT = 64 << 20, TRIES = 3, PAUSE_NANOSECONDS = 10000000 };

#define DEFAULT_MARKDOWN "markdown,mkdown,mkdn,mkd,md"

struct slice
site_keep(struct site *site, struct buffer *buffer)
{
    struct slice kept = arena_copy(site->arena, buffer_slice(buffer));

    buffer_clear(buffer);
    return kept;
}

void
site_add(struct site *site, struct entry *entry)
{
    site->entries = memory_grow(site->entries, site->count, &site->capacity, sizeof(struct entry *));
    site->entries[site->count++] = entry;
    map_put(site->keys, entry->key, entry);
    if (entry->kind != ENTRY_REDIRECT && entry->source.length > 0)
        map_put(site->sources, entry->source, entry);
}

static struct slice
extension_of(struct slice name)
{
    size_t dot = slice_find_last_byte(name, '.');

    return dot == SLICE_NONE ? slice_make("", 0) : slice_from(name, dot + 1);
}

bool
site_is_markdown(const struct site *site, struct slice name)
{
    struct slice list = yaml_get_text(site->config, "markdown_ext"), extension = extension_of(name), part;

    if (list.length == 0)
        list = slice_of(DEFAULT_MARKDOWN);
    while (slice_take_part(&list, ',', &part))
        if (extension.length > 0 && slice_equal_nocase(slice_trim(part), extension))
            return true;
    return false;
}

bool
site_is_html(struct slice name)
{
    struct slice extension = extension_of(name);

    return slice_is_nocase(extension, "html") || slice_is_nocase(extension, "htm") ||
           slice_is_nocase(extension, "xhtml");
}

const struct yaml *
site_data_file(struct site *site, const char *path)
{
    struct buffer text = { 0 };
    const struct yaml *node = NULL;
    struct error error;

    if (beneath_read(site->root, slice_of(path), CONFIG_LIMIT, &text)) {
        node = yaml_read(buffer_slice(&text), 1, site->arena, &error);
        if (node == NULL)
            findings_add(site->findings, FINDING_WARNING, "invalid-yaml", path, 0, 0, "ignored: %s", error.text);
    }
    buffer_clear(&text);
    return node;
}

struct slice
site_plain_text(struct slice text, struct arena *arena)
{
    struct document_options options = { .file = "" };
    struct document *document;
    struct html *html;
    struct slice plain = slice_trim(text);

    if (slice_find_any(plain, "<&") == SLICE_NONE)
        return plain;
    document = document_new(&options);
    html = html_new(document);
    html_feed(html, plain);
    html_finish(html);
    html_free(html);
    document_finish(document);
    if (document_line_count(document) > 0)
        plain = arena_copy(arena, document_line(document, 0)->span.text);
    document_free(document);
    return plain;
}

static bool
read_config(struct site *site, struct error *error)
{
    struct buffer text = { 0 };
    bool fine = true;

    if (beneath_read(site->root, slice_of("_config.yml"), CONFIG_LIMIT, &text)) {
        site->config = yaml_read(buffer_slice(&text), 1, site->arena, error);
        if (site->config == NULL)
            fine = error_prefix(error, "%s/_config.yml", site->name);
    } else if (faccessat(site->root, "_config.yml", F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        fine = error_set(error, "%s/_config.yml: cannot be read", site->name);
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

/* The web's address of this site, and all the names it has there (8.6). */
static void
read_web_address(struct site *site)
{
    struct slice url = without_final_slash(slice_trim(yaml_get_text(site->config, "url")));
    struct slice owner = repository_owner(site), domain;
    struct buffer text = { 0 };
    struct uri uri;

    site->hosts = arena_take(site->arena, 3 * sizeof(*site->hosts));
    site->baseurl = without_final_slash(slice_trim(yaml_get_text(site->config, "baseurl")));
    if (site->baseurl.length > 0 && !slice_starts(site->baseurl, "/"))
        site->baseurl = arena_format(site->arena, "/%.*s", (int)site->baseurl.length, site->baseurl.bytes);
    if (!beneath_read(site->root, slice_of("CNAME"), 1024, &text))
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

static void
read_settings(struct site *site)
{
    site->visibility = visibility_new(site->config, site->arena);
    collections_read(site->config, site->arena, &site->collections);
    site->permalink = slice_trim(yaml_get_text(site->config, "permalink"));
    site->timezone = slice_trim(yaml_get_text(site->config, "timezone"));
    site->future = yaml_bool(yaml_get(site->config, "future"), false);
    site->lang = read_language(site);
    read_web_address(site);
    profile_read(site->config, site_data_file(site, "_data/socials.yml"), site->arena, &site->profile);
    site->title = site_plain_text(yaml_get_text(site->config, "title"), site->arena);
    if (site->title.length == 0)
        site->title = site->profile.name.length > 0 ? site->profile.name : slice_of("Home");
}

/* Folders that may hold something published; the exact rules come per file. */
static bool
enters_folder(void *context, struct slice path)
{
    const struct site *site = context;
    size_t slash = slice_find_last_byte(path, '/');
    struct slice name = slash == SLICE_NONE ? path : slice_from(path, slash + 1);

    if (slice_is(name, ".git") || slice_is(name, "_site"))
        return false;
    if (slice_starts(path, "_") || slice_find(path, "/_posts") != SLICE_NONE)
        return true;
    if (visibility_shows_folder(site->visibility, path))
        return true;
    for (size_t i = 0; i < yaml_count(yaml_get(site->config, "include")); i++) {
        struct slice item = yaml_text(yaml_item(yaml_get(site->config, "include"), i));

        if (item.length > path.length && item.bytes[path.length] == '/' &&
            slice_equal(slice_range(item, 0, path.length), path))
            return true;
    }
    return false;
}

static int
compare_entries(const void *one, const void *other)
{
    return slice_compare((*(struct entry *const *)one)->path, (*(struct entry *const *)other)->path);
}

/* Sorts the entries and makes the map anew, now that redirects are settled; then everybody gets a selector. */
static void
index_entries(struct site *site)
{
    struct map *taken = map_new();

    map_free(site->keys);
    site->keys = map_new();
    if (site->count > 0)
        qsort(site->entries, site->count, sizeof(struct entry *), compare_entries);
    for (size_t i = 0; i < site->count; i++) {
        map_put(site->keys, site->entries[i]->key, site->entries[i]);
        if (selector_is_plain(site->entries[i]->key))
            map_put(taken, site->entries[i]->key, site->entries[i]);
    }
    for (size_t i = 0; i < site->count; i++)
        site->entries[i]->selector = selector_make(site->entries[i]->key, taken, site->entries[i], site->arena);
    map_free(taken);
}

static bool
has_page(const struct site *site)
{
    for (size_t i = 0; i < site->count; i++)
        if (site->entries[i]->kind <= ENTRY_POST)
            return true;
    return false;
}

static bool
build(struct site *site, const struct site_options *options, struct error *error)
{
    struct tree_options walk = { site->root, options->hidden, site, enters_folder };

    if (!read_config(site, error))
        return false;
    read_settings(site);
    site->tree = tree_read(&walk, site->arena, site->findings);
    if (site->config != NULL)
        publish_jekyll(site);
    else
        publish_plain(site);
    redirect_add_sources(site);
    redirect_settle(site);
    index_entries(site);
    site->home = site_follow(site, site_answer(site, slice_of("/")));
    if (!has_page(site))
        return error_set(error, "%s: not one page to publish; a page is a Markdown file that begins with a line `---`",
                         site->name);
    navigation_read(site);
    return true;
}

struct site *
site_read(const struct site_options *options, struct findings *findings, struct error *error)
{
    struct site *site = memory_new(sizeof(*site));
    bool fine;

    site->arena = arena_new();
    site->root = options->root;
    site->name = options->name;
    site->settings = options->settings;
    site->now = options->now;
    site->findings = findings;
    site->keys = map_new();
    site->sources = map_new();
    site->web_only = map_new();
    fine = build(site, options, error);
    tree_free(site->tree);
    site->tree = NULL;
    site->findings = NULL;
    if (fine)
        return site;
    site_free(site);
    return NULL;
}

void
site_free(struct site *site)
{
    if (site == NULL)
        return;
    map_free(site->keys);
    map_free(site->sources);
    map_free(site->web_only);
    free(site->entries);
    arena_free(site->arena);
    free(site);
}

size_t
site_count(const struct site *site)
{
    return site->count;
}

const struct entry *
site_entry(const struct site *site, size_t index)
{
    return site->entries[index];
}

const struct entry *
site_find(const struct site *site, struct slice key)
{
    return map_find(site->keys, key);
}

const struct yaml *
site_config(const struct site *site)
{
    return site->config;
}

struct slice
site_title(const struct site *site)
{
    return site->title;
}

struct slice
site_web_url(const struct site *site)
{
    return site->web_url;
}

static bool
is_same_file(const struct stat *one, const struct stat *other)
{
    return one->st_size == other->st_size && one->st_mtim.tv_sec == other->st_mtim.tv_sec &&
           one->st_mtim.tv_nsec == other->st_mtim.tv_nsec && one->st_ino == other->st_ino;
}

/*
 * An editor may be in the middle of writing a file that changed within the last second: it is trusted if it is still the
 * same a moment after it was read.
 */
static bool
read_settled(const struct site *site, struct slice path, struct buffer *text, bool *settled)
{
    const struct timespec pause = { 0, PAUSE_NANOSECONDS };
    struct stat before, after;
    int fd = beneath_open_file(site->root, path, &before);
    bool fine;

    *settled = true;
    if (fd < 0)
        return false;
    fine = before.st_size <= BODY_LIMIT && beneath_read_all(fd, BODY_LIMIT, text);
    if (fine && time(NULL) - before.st_mtim.tv_sec <= 1) {
        nanosleep(&pause, NULL);
        *settled = fstat(fd, &after) == 0 && is_same_file(&before, &after);
    }
    close(fd);
    return fine;
}

bool
site_read_body(const struct site *site, const struct entry *entry, struct buffer *out, struct error *error)
{
    struct buffer text = { 0 };
    struct slice header, body;
    unsigned line;
    bool settled = false, fine = true;

    for (unsigned attempt = 0; attempt < TRIES && fine && !settled; attempt++) {
        buffer_truncate(&text, 0);
        fine = read_settled(site, entry->source, &text, &settled);
    }
    front_matter_split(buffer_slice(&text), &header, &body, &line);
    if (fine && settled)
        buffer_add(out, body);
    buffer_clear(&text);
    if (!fine)
        return error_set(error, "%s: cannot be read", entry->source.bytes);
    return settled || error_set(error, "%s: is being written", entry->source.bytes);
}
