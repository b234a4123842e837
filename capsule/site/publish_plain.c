/* publish_plain.c - a folder of Markdown: its home page, and what can be reached from there by links (jekyll.md 7.2). */
#include <stdlib.h>

#include "base/memory.h"
#include "base/uri.h"
#include "site/link_scan.h"
#include "site/place.h"
#include "site/publish.h"
#include "site/site_data.h"

enum { PAGE_LIMIT = 16 << 20 };

/* Files that were reached, in the order in which they were. */
struct reach {
    struct site *site;
    struct map *seen; /* path -> anything */
    struct slice *paths;
    size_t count, capacity;
    struct slice folder; /* of the page that is being scanned */
};

static void
reach_file(struct reach *reach, struct slice path)
{
    const struct site *site = reach->site;

    if (!tree_has(site->tree, path) || !visibility_shows(site->visibility, path) || map_find(reach->seen, path) != NULL)
        return;
    path = arena_copy(site->arena, path);
    map_put(reach->seen, path, reach);
    reach->paths = memory_grow(reach->paths, reach->count, &reach->capacity, sizeof(*reach->paths));
    reach->paths[reach->count++] = path;
}

static void
on_target(void *context, struct slice target)
{
    struct reach *reach = context;
    struct buffer whole = { 0 }, plain = { 0 }, path = { 0 };
    struct slice file;
    struct uri uri;

    uri_split(target, &uri);
    if (uri.has_scheme || uri.has_authority || uri.path.length == 0)
        return;
    buffer_add_byte(&whole, '/');
    if (!slice_starts(uri.path, "/"))
        buffer_add(&whole, reach->folder);
    buffer_add(&whole, uri.path);
    uri_remove_dots(buffer_slice(&whole), &plain);
    uri_decode(buffer_slice(&plain), &path);
    file = buffer_slice(&path);
    while (slice_starts(file, "/"))
        file = slice_from(file, 1);
    reach_file(reach, file);
    buffer_clear(&whole);
    buffer_clear(&plain);
    buffer_clear(&path);
}

static void
scan_page(struct reach *reach, struct slice path)
{
    struct buffer text = { 0 };
    size_t slash = slice_find_last_byte(path, '/');

    reach->folder = slash == SLICE_NONE ? slice_make("", 0) : slice_range(path, 0, slash + 1);
    if (site_read_file(reach->site, path, PAGE_LIMIT, &text))
        link_scan(buffer_slice(&text), on_target, reach);
    buffer_clear(&text);
}

/* The home page stands at `/`, whatever its file is called. */
static void
move_home(struct site *site, struct slice source)
{
    struct entry *entry = map_find(site->sources, source);

    if (entry == NULL || map_find(site->keys, slice_of("/")) != NULL)
        return;
    entry->path = entry->key = slice_of("/");
    map_put(site->keys, entry->key, entry);
}

void
publish_plain(struct site *site)
{
    struct reach reach = { .site = site, .seen = map_new() };
    struct placement placement = { 0 };
    struct slice home = slice_of(tree_has(site->tree, slice_of("index.md")) ? "index.md" : "README.md");
    struct head head;

    reach_file(&reach, home);
    for (size_t i = 0; i < reach.count; i++) {
        struct slice path = reach.paths[i];

        if (!site_is_markdown(site, path)) {
            publish_file(site, &placement, path);
        } else if (site_read_head(site, path, site->findings, &head)) {
            scan_page(&reach, path);
            publish_page(site, &placement, path, &head);
        } else {
            site_lose(site, path, FINDING_ERROR);
        }
    }
    place_finish(site, &placement);
    site_keep_lost(site);
    move_home(site, home);
    map_free(reach.seen);
    free(reach.paths);
}
