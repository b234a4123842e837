/* furniture.c - what stands around a page's own text. */
#include "site/furniture.h"

#include "base/buffer.h"
#include "site/block.h"
#include "site/site_data.h"

static bool
is_shown_below(const struct site *site, const struct entry *page, const struct entry *entry)
{
    if (entry == page || entry->kind == ENTRY_FILE || entry->kind == ENTRY_REDIRECT ||
        !slice_starts(entry->key, page->key.bytes))
        return false;
    for (size_t i = 0; i < site->navigation.count; i++)
        if (slice_equal(site->navigation.items[i].target.url, entry->path))
            return true;
    return false;
}

static struct slice
label_of(const struct entry *entry)
{
    return entry->title.length > 0 ? entry->title : entry->path;
}

void
furniture_filler(const struct site *site, const struct entry *entry, struct document *document)
{
    struct block block = { .document = document };
    bool web = site->web_url.length > 0;

    for (size_t i = 0; i < site->count; i++)
        if (is_shown_below(site, entry, site->entries[i]))
            block_link(&block, site->entries[i]->path, label_of(site->entries[i]));
    if (!block.open)
        block_text(&block, slice_of(web ? "This page has no text of its own; it lives on the web."
                                        : "This page has no text of its own."));
    block_end(&block);
}

static void
put_neighbour(struct block *block, const char *which, const struct entry *post)
{
    struct buffer label = { 0 };

    buffer_add_text(&label, which);
    buffer_add(&label, label_of(post));
    block_link(block, post->path, buffer_slice(&label));
    buffer_clear(&label);
}

void
furniture_neighbours(const struct site *site, const struct entry *entry, struct document *document)
{
    struct block block = { .document = document };
    size_t at = 0;

    while (at < site->post_count && site->posts[at] != entry)
        at++;
    if (at == site->post_count)
        return;
    if (at > 0)
        put_neighbour(&block, "Older: ", site->posts[at - 1]);
    if (at + 1 < site->post_count)
        put_neighbour(&block, "Newer: ", site->posts[at + 1]);
    block_end(&block);
}

static bool
wants_web_link(const struct site *site)
{
    return site->web_url.length > 0 && (site->settings == NULL || site->settings->web_link);
}

static void
add_web_link(const struct site *site, const struct entry *entry, struct document *document)
{
    struct arena *arena = arena_new();
    struct target target = { 0 };
    struct buffer url = { 0 };

    buffer_add(&url, site->web_url);
    buffer_add(&url, entry->path);
    target_clean(buffer_slice(&url), arena, &target);
    if (target.kind != TARGET_NONE)
        document_foot_add(document, &target, slice_of("This page on the web"));
    buffer_clear(&url);
    arena_free(arena);
}

void
furniture_foot(const struct site *site, const struct entry *entry, struct document *document)
{
    struct target home = { .kind = TARGET_PAGE, .url = SLICE("/"), .selector = SLICE("/"), .item = '1' };

    if (site->home != NULL && entry != site->home) {
        home.url = site->home->path;
        home.selector = site->home->selector;
        document_foot_add(document, &home, site->title);
    }
    for (size_t i = 0; i < site->navigation.count; i++)
        if (!slice_equal(site->navigation.items[i].target.url, entry->path))
            document_foot_add(document, &site->navigation.items[i].target, site->navigation.items[i].label);
    if (wants_web_link(site))
        add_web_link(site, entry, document);
}
