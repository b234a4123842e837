/*
 * keep.c - finds a page's entries in an image by what they hold: in Gemini all other paths redirect to the page's own, in
 * Gopher they share its menu, and equal bytes are stored once.
 */
#include "builder/keep.h"

#include "base/uri.h"
#include "builder/page_set.h"

#include <string.h>

struct keeping {
    const struct image *previous;
    struct image_writer *writer;
    struct slice key, menu; /* the page's */
};

static bool
leads_to(struct slice reply, struct slice key)
{
    struct buffer target = { 0 };
    bool same;

    if (!slice_starts(reply, "31 ") || !slice_ends(reply, "\r\n"))
        return false;
    uri_decode(slice_range(reply, strlen("31 "), reply.length - strlen("\r\n")), &target);
    same = slice_equal(buffer_slice(&target), key);
    buffer_clear(&target);
    return same;
}

static void
visit_gemini(void *context, struct slice key, const struct image_reply *reply)
{
    const struct keeping *keeping = context;

    if (slice_equal(key, keeping->key) || leads_to(reply->bytes, keeping->key))
        image_writer_add(keeping->writer, IMAGE_GEMINI, key, reply);
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
visit_gopher(void *context, struct slice key, const struct image_reply *reply)
{
    const struct keeping *keeping = context;

    if (reply->kind != IMAGE_REPLY || reply->bytes.bytes != keeping->menu.bytes)
        return;
    image_writer_add(keeping->writer, IMAGE_GOPHER, key, reply);
    keep_form(keeping, key, ".txt");
    keep_form(keeping, key, ".md");
}

bool
keep_page(const struct image *previous, struct slice source, struct image_writer *writer, struct slice *menu)
{
    struct keeping keeping = { .previous = previous, .writer = writer };
    struct image_reply key, reply;

    if (!image_find(previous, IMAGE_SOURCE, source, &key) || key.kind != IMAGE_REPLY ||
        !image_find(previous, IMAGE_GOPHER, slice_from(key.bytes, 1), &reply) || reply.kind != IMAGE_REPLY)
        return false;
    keeping.key = key.bytes;
    keeping.menu = reply.bytes;
    image_each(previous, IMAGE_GEMINI, visit_gemini, &keeping);
    image_each(previous, IMAGE_GOPHER, visit_gopher, &keeping);
    image_writer_add(writer, IMAGE_SOURCE, source, &key);
    *menu = reply.bytes;
    return true;
}
