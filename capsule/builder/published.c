/* published.c - replies out of finished pages, of the running image and of files. */
#include <string.h>

#include "builder/published.h"

#include "base/arena.h"
#include "base/media_type.h"
#include "builder/reply.h"

struct slice
published_gopher_key(struct slice path)
{
    return slice_starts(path, "/") ? slice_from(path, 1) : path;
}

/* BUFFER's content in ARENA as a reply; the buffer is empty afterwards. */
static struct image_reply
reply_take(struct buffer *buffer, struct arena *arena)
{
    struct slice kept = arena_copy(arena, buffer_slice(buffer));

    buffer_clear(buffer);
    return (struct image_reply){ .kind = IMAGE_REPLY, .bytes = kept };
}

static struct image_reply
reply_of(struct slice bytes)
{
    return (struct image_reply){ .kind = IMAGE_REPLY, .bytes = bytes };
}

void
published_from_page(struct published *published, const struct page *page)
{
    published->replies[PUBLISHED_GEMINI] = reply_of(page->gemini);
    published->replies[PUBLISHED_GOPHER] = reply_of(page->gopher);
    published->replies[PUBLISHED_TEXT] = reply_of(page->text_form);
    published->replies[PUBLISHED_MARKDOWN] = reply_of(page->markdown_form);
}

/* The reply that IMAGE has at the form EXTENSION of PATH; without bytes if it has none. */
static struct image_reply
previous_form(const struct image *image, struct slice path, const char *extension)
{
    struct image_reply reply = { .kind = IMAGE_REPLY };
    struct buffer form = { 0 };

    page_form_path(path, extension, &form);
    if (image_find(image, IMAGE_GOPHER, published_gopher_key(buffer_slice(&form)), &reply) && reply.kind != IMAGE_REPLY)
        reply = (struct image_reply){ .kind = IMAGE_REPLY };
    buffer_clear(&form);
    return reply;
}

bool
published_from_previous(struct published *published, const struct image *previous)
{
    const struct entry *entry = published->entry;

    if (!previous || !image_find(previous, IMAGE_GEMINI, entry->key, &published->replies[PUBLISHED_GEMINI]) ||
        !image_find(previous, IMAGE_GOPHER, published_gopher_key(entry->selector),
                    &published->replies[PUBLISHED_GOPHER]) ||
        published->replies[PUBLISHED_GEMINI].kind != IMAGE_REPLY ||
        published->replies[PUBLISHED_GOPHER].kind != IMAGE_REPLY ||
        !slice_starts(published->replies[PUBLISHED_GEMINI].bytes, "20 "))
        return false;
    published->replies[PUBLISHED_TEXT] = previous_form(previous, entry->selector, ".txt");
    published->replies[PUBLISHED_MARKDOWN] = previous_form(previous, entry->selector, ".md");
    return true;
}

/* The front matter is no part of what the web shows: the reply is the text alone. */
static bool
from_text(struct published *published, struct slice header, const struct site *site, struct arena *arena,
          struct findings *findings)
{
    struct buffer text = { 0 }, reply = { 0 };
    struct error error;
    bool done = site_read_body(site, published->entry, &text, &error);

    if (!done)
        findings_add(findings, FINDING_ERROR, "unreadable-file", "", 0, 0, "%s", error.text);
    buffer_add(&reply, header);
    buffer_add(&reply, buffer_slice(&text));
    published->replies[PUBLISHED_GEMINI] = reply_take(&reply, arena);
    published->replies[PUBLISHED_GOPHER] = reply_take(&text, arena);
    return done;
}

bool
published_from_file(struct published *published, const struct site *site, struct arena *arena,
                    struct findings *findings)
{
    const struct entry *entry = published->entry;
    const struct media_type *type = media_type_find(entry->source);
    struct buffer header = { 0 };
    struct slice kept, path;

    if (strcmp(type->name, "text/gemini") == 0)
        reply_gemtext_header(&header, entry->lang);
    else
        reply_file_header(&header, type->name);
    kept = reply_take(&header, arena).bytes;
    if (entry->body_at > 0)
        return from_text(published, kept, site, arena, findings);
    path = arena_copy(arena, entry->place);
    published->replies[PUBLISHED_GEMINI] =
        (struct image_reply){ .kind = IMAGE_FILE, .bytes = kept, .path = path.bytes };
    published->replies[PUBLISHED_GOPHER] =
        (struct image_reply){ .kind = IMAGE_FILE, .text = type->item == '0', .path = path.bytes };
    if (path.length == 0)
        findings_add(findings, FINDING_ERROR, "unreadable-file", arena_copy(arena, entry->source).bytes, 0, 0,
                     "this file cannot be found any more");
    return path.length > 0;
}
