/*
 * keep.c - finds the entries of pages in an image by what they hold: in Gemini all other paths redirect to the page's own,
 * in Gopher they share its menu, and equal bytes are stored once. One pass over each table, however many pages are lost.
 */
#include "builder/keep.h"

#include <string.h>

#include "base/map.h"
#include "base/uri.h"
#include "builder/page_set.h"

/* --- What was published --- */

struct listing {
    struct arena *arena;
    struct former *items;
    size_t count, most;
};

static void
count_entry(void *context, struct slice key, const struct image_reply *reply)
{
    struct listing *listing = context;

    (void)key, (void)reply;
    listing->most++;
}

static void
list(struct listing *listing, struct slice source, struct slice key, bool is_file)
{
    listing->items[listing->count++] = (struct former){
        arena_copy(listing->arena, source),
        arena_copy(listing->arena, key),
        is_file,
    };
}

static void
list_page(void *context, struct slice source, const struct image_reply *reply)
{
    if (reply->kind == IMAGE_REPLY)
        list(context, source, reply->bytes, false);
}

static void
list_file(void *context, struct slice key, const struct image_reply *reply)
{
    if (reply->kind == IMAGE_FILE)
        list(context, slice_of(reply->path), key, true);
}

const struct former *
keep_list(const struct image *previous, struct arena *arena, size_t *count)
{
    struct listing listing = { .arena = arena };

    *count = 0;
    if (previous == NULL)
        return NULL;
    image_each(previous, IMAGE_SOURCE, count_entry, &listing);
    image_each(previous, IMAGE_GEMINI, count_entry, &listing);
    listing.items = arena_take(arena, (listing.most + 1) * sizeof(*listing.items));
    image_each(previous, IMAGE_SOURCE, list_page, &listing);
    image_each(previous, IMAGE_GEMINI, list_file, &listing);
    *count = listing.count;
    return listing.items;
}

/* --- What is lost of it --- */

struct keeping {
    const struct image *previous;
    const struct site *site;
    struct image_writer *writer;
    struct map *keys;  /* of the lost pages -> anything */
    struct map *menus; /* where their menus begin in the image -> anything */
    struct kept kept;
};

static bool
is_lost_file(const struct keeping *keeping, const struct image_reply *reply)
{
    return reply->kind == IMAGE_FILE && site_has_lost(keeping->site, slice_of(reply->path));
}

static struct slice
address_of(const struct image_reply *reply)
{
    return slice_make((const char *)&reply->bytes.bytes, sizeof(reply->bytes.bytes));
}

static void
keep_source(void *context, struct slice source, const struct image_reply *key)
{
    struct keeping *keeping = context;
    struct image_reply menu;

    if (key->kind != IMAGE_REPLY || !site_has_lost(keeping->site, source) ||
        !image_find(keeping->previous, IMAGE_GOPHER, slice_from(key->bytes, 1), &menu) || menu.kind != IMAGE_REPLY)
        return;
    map_put(keeping->keys, key->bytes, keeping);
    map_put(keeping->menus, address_of(&menu), keeping);
    image_writer_add(keeping->writer, IMAGE_SOURCE, source, key);
    keeping->kept.menus[keeping->kept.pages++] = menu.bytes;
}

static bool
leads_to_kept(const struct keeping *keeping, struct slice reply)
{
    struct buffer target = { 0 };
    bool found;

    if (!slice_starts(reply, "31 ") || !slice_ends(reply, "\r\n"))
        return false;
    uri_decode(slice_range(reply, strlen("31 "), reply.length - strlen("\r\n")), &target);
    found = map_find(keeping->keys, buffer_slice(&target)) != NULL;
    buffer_clear(&target);
    return found;
}

static void
keep_gemini(void *context, struct slice key, const struct image_reply *reply)
{
    struct keeping *keeping = context;
    bool file = is_lost_file(keeping, reply);

    if (!file && map_find(keeping->keys, key) == NULL && !leads_to_kept(keeping, reply->bytes))
        return;
    image_writer_add(keeping->writer, IMAGE_GEMINI, key, reply);
    keeping->kept.files += file;
}

static void
keep_form(const struct keeping *keeping, struct slice key, const char *extension)
{
    struct buffer path = { 0 }, form = { 0 };
    struct image_reply reply;
    struct slice form_key;

    buffer_add_byte(&path, '/');
    buffer_add(&path, key);
    page_form_path(buffer_slice(&path), extension, &form);
    form_key = slice_from(buffer_slice(&form), 1);
    if (image_find(keeping->previous, IMAGE_GOPHER, form_key, &reply))
        image_writer_add(keeping->writer, IMAGE_GOPHER, form_key, &reply);
    buffer_clear(&path);
    buffer_clear(&form);
}

static void
keep_gopher(void *context, struct slice key, const struct image_reply *reply)
{
    const struct keeping *keeping = context;
    bool page = reply->kind == IMAGE_REPLY && map_find(keeping->menus, address_of(reply)) != NULL;

    if (!page && !is_lost_file(keeping, reply))
        return;
    image_writer_add(keeping->writer, IMAGE_GOPHER, key, reply);
    if (page) {
        keep_form(keeping, key, ".txt");
        keep_form(keeping, key, ".md");
    }
}

struct kept
keep_lost(const struct image *previous, const struct site *site, struct image_writer *writer, struct arena *arena)
{
    struct keeping keeping = { .previous = previous, .site = site, .writer = writer };
    struct listing listing = { 0 };

    if (!site_has_losses(site))
        return keeping.kept;
    image_each(previous, IMAGE_SOURCE, count_entry, &listing);
    keeping.kept.menus = arena_take(arena, (listing.most + 1) * sizeof(*keeping.kept.menus));
    keeping.keys = map_new();
    keeping.menus = map_new();
    image_each(previous, IMAGE_SOURCE, keep_source, &keeping);
    image_each(previous, IMAGE_GEMINI, keep_gemini, &keeping);
    image_each(previous, IMAGE_GOPHER, keep_gopher, &keeping);
    map_free(keeping.keys);
    map_free(keeping.menus);
    return keeping.kept;
}
