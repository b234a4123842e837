/*
 * resolve.c - where a link on a page leads (gemtext.md R14, jekyll.md 8.6).
 *
 * A link of the site is tried against the page's own path, then against the folder of its source, then against the root,
 * in the order in which authors mean it. What no entry answers stays a link to the web, where it may exist.
 */
#include "base/media_type.h"
#include "base/uri.h"
#include "site/permalink.h"
#include "site/site_data.h"

static bool
is_own_host(const struct site *site, struct slice host)
{
    if (slice_starts_nocase(host, "www."))
        host = slice_from(host, 4);
    for (size_t i = 0; i < site->host_count; i++)
        if (slice_equal_nocase(site->hosts[i], host))
            return true;
    return false;
}

/* The entry made from the file KEY; of a Hugo site also by its path below the content folder. */
static const struct entry *
entry_of_source(const struct site *site, struct slice key)
{
    const struct entry *made = map_find(site->sources, slice_from(key, 1));
    struct buffer path = { 0 };

    if (made != NULL || site->hugo == NULL)
        return made;
    buffer_add(&path, site->hugo->main->folder);
    buffer_add(&path, slice_from(key, 1));
    made = map_find(site->sources, buffer_slice(&path));
    buffer_clear(&path);
    return made;
}

/* PATH with one '/' for each run of them: what an address and a path that both have one make of it (jekyll.md 2.3). */
static void
squeeze(struct slice path, struct buffer *out)
{
    for (size_t i = 0; i < path.length; i++)
        if (path.bytes[i] != '/' || buffer_last(out) != '/')
            buffer_add_byte(out, path.bytes[i]);
}

/* The entry at PATH, an encoded absolute path; `x.md` stands for the page that is made from it. */
static const struct entry *
entry_at_path(const struct site *site, struct slice path)
{
    struct buffer single = { 0 }, plain = { 0 }, key = { 0 };
    const struct entry *entry, *made;

    squeeze(path, &single);
    uri_remove_dots(buffer_slice(&single), &plain);
    buffer_clear(&single);
    uri_decode(buffer_slice(&plain), &key);
    entry = site_answer(site, buffer_slice(&key));
    made = entry_of_source(site, buffer_slice(&key));
    if (made != NULL && (entry == NULL || entry->kind == ENTRY_FILE))
        entry = made;
    buffer_clear(&plain);
    buffer_clear(&key);
    return entry;
}

/* The folder that PATH names or lies in, with its final '/'. */
static struct slice
folder_of(struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');

    return slash == SLICE_NONE ? slice_make("", 0) : slice_range(path, 0, slash + 1);
}

static const struct entry *
entry_below(const struct site *site, struct slice folder, struct slice path)
{
    struct buffer whole = { 0 };
    const struct entry *entry;

    if (!slice_starts(folder, "/"))
        buffer_add_byte(&whole, '/');
    buffer_add(&whole, folder);
    buffer_add(&whole, path);
    entry = entry_at_path(site, buffer_slice(&whole));
    buffer_clear(&whole);
    return entry;
}

static const struct entry *
find_relative(const struct site *site, const struct entry *page, struct slice path)
{
    const struct entry *found = NULL;

    if (slice_starts(path, "/"))
        return entry_at_path(site, path);
    if (page != NULL)
        found = entry_below(site, folder_of(page->path), path);
    if (found == NULL && page != NULL)
        found = entry_below(site, folder_of(page->source), path);
    return found != NULL ? found : entry_below(site, slice_of("/"), path);
}

/* HREF as a browser on PAGE of the web site takes it; no link where the site's address is unknown. */
static void
to_the_web(const struct site *site, const struct entry *page, struct slice href, struct arena *arena,
           struct target *target)
{
    struct buffer whole = { 0 }, resolved = { 0 };
    struct uri base, reference;

    target->kind = TARGET_NONE;
    if (site->web_url.length == 0)
        return;
    buffer_add(&whole, site->web_url);
    buffer_add(&whole, page != NULL ? page->path : slice_of("/"));
    uri_split(buffer_slice(&whole), &base);
    uri_split(href, &reference);
    uri_resolve(&base, &reference, &resolved);
    target_clean(buffer_slice(&resolved), arena, target);
    buffer_clear(&whole);
    buffer_clear(&resolved);
}

/* The address of PATH, one of ours, on the web. */
static void
to_web_path(const struct site *site, struct slice path, struct arena *arena, struct target *target)
{
    struct buffer url = { 0 };

    target->kind = TARGET_NONE;
    if (site->web_url.length == 0)
        return;
    buffer_add(&url, site->web_url);
    buffer_add(&url, path);
    target_clean(buffer_slice(&url), arena, target);
    buffer_clear(&url);
}

/* A title with HTML or references in it would have to be read first. */
static bool
is_plain(struct slice title)
{
    return slice_find_byte(title, '<') == SLICE_NONE &&
           (slice_find_byte(title, '&') == SLICE_NONE || slice_find_byte(title, ';') == SLICE_NONE);
}

static void
to_entry(const struct entry *entry, struct target *target)
{
    bool file = entry->kind == ENTRY_FILE;

    target->kind = file ? TARGET_FILE : TARGET_PAGE;
    target->url = entry->path;
    target->selector = entry->selector;
    target->name = !file && is_plain(entry->title) ? entry->title : slice_make("", 0);
    target->item = file ? media_type_find(entry->key)->item : '1';
}

/* True if a link should lead to ENTRY here rather than to the web: a static HTML file needs a browser. */
static bool
is_readable_here(const struct entry *entry)
{
    return entry != NULL && !(entry->kind == ENTRY_FILE && site_is_html(entry->key));
}

static bool
is_on_the_web(const struct site *site, struct slice path)
{
    struct slice base = site->baseurl, whole;
    struct buffer key = { 0 };
    bool found;

    uri_decode(path, &key);
    whole = buffer_slice(&key);
    if (base.length > 0 && slice_starts(whole, base.bytes) && slice_starts(slice_from(whole, base.length), "/"))
        whole = slice_from(whole, base.length);
    found = map_find(site->web_only, whole) != NULL;
    buffer_clear(&key);
    return found;
}

/* A redirect is followed here, so that no reader has to. */
static void
through_redirect(const struct site *site, const struct entry *entry, struct arena *arena, struct target *target)
{
    const struct entry *end = site_follow(site, entry);

    if (end != NULL)
        to_entry(end, target);
    else
        target_clean(entry->target, arena, target);
}

static void
resolve_local(const struct site *site, const struct entry *page, struct slice href, const struct uri *uri,
              struct arena *arena, struct target *target, bool *broken)
{
    const struct entry *entry = find_relative(site, page, uri->path);

    if (entry != NULL && entry->kind == ENTRY_REDIRECT) {
        through_redirect(site, entry, arena, target);
    } else if (is_readable_here(entry)) {
        to_entry(entry, target);
    } else if (entry != NULL) {
        to_web_path(site, entry->path, arena, target);
        if (target->kind == TARGET_NONE)
            to_entry(entry, target);
    } else if (is_on_the_web(site, uri->path)) {
        to_web_path(site, uri->path, arena, target);
    } else {
        to_the_web(site, page, href, arena, target);
        *broken = true;
    }
}

/* An absolute URL on the site's own host: here if we publish it, else left as it is. */
static void
resolve_own(const struct site *site, struct slice href, const struct uri *uri, struct arena *arena,
            struct target *target)
{
    const struct entry *entry = entry_at_path(site, uri->path.length > 0 ? uri->path : slice_of("/"));

    if (entry != NULL && entry->kind == ENTRY_REDIRECT)
        through_redirect(site, entry, arena, target);
    else if (is_readable_here(entry))
        to_entry(entry, target);
    else
        target_clean(href, arena, target);
}

void
site_resolve(const struct site *site, const struct entry *entry, struct slice href, struct arena *arena,
             struct target *target)
{
    struct uri uri;
    bool broken = false;

    *target = (struct target){ 0 };
    href = slice_trim(href);
    uri_split(href, &uri);
    if (uri.has_authority && is_own_host(site, uri.host) &&
        (!uri.has_scheme || slice_starts_nocase(uri.scheme, "http")))
        resolve_own(site, href, &uri, arena, target);
    else if (uri.has_scheme || uri.has_authority || uri.path.length == 0)
        target_clean(href, arena, target);
    else
        resolve_local(site, entry, href, &uri, arena, target, &broken);
    if (uri.has_fragment && target->kind == TARGET_PAGE && entry != NULL && slice_equal(target->url, entry->path))
        *target = (struct target){ 0 }; /* a place on this very page */
    target->broken = broken;
}
