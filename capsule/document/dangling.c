/* dangling.c - one pass collects what is defined, a second one looks for what is not. */
#include "document/dangling.h"

#include "base/map.h"
#include "document/code.h"
#include "document/report.h"

#define LONGEST_ID 200 /* bytes; it bounds what is looked at per bracket */

/* Ids are compared without regard to case, white space around them aside. */
static struct slice
key_of(struct slice id, struct buffer *key)
{
    buffer_truncate(key, 0);
    id = slice_trim(id);
    for (size_t i = 0; i < id.length; i++)
        buffer_add_byte(key, byte_lower(id.bytes[i]));
    return buffer_slice(key);
}

/* The id between the bracket at the head of TEXT and the next one; empty if there is none. */
static struct slice
take_id(struct slice text)
{
    struct slice inner = slice_range(text, 1, LONGEST_ID);
    size_t end = slice_find_any(inner, "[]\n");

    return end != SLICE_NONE && inner.bytes[end] == ']' ? slice_range(inner, 0, end) : slice_of("");
}

static void
collect(const struct lined *text, struct map *ids)
{
    struct buffer key = { 0 };

    for (size_t i = 0; i < text->count; i++) {
        struct slice line = slice_trim_left(lined_line(text, i)), id;

        while (slice_starts(line, ">"))
            line = slice_trim_left(slice_from(line, 1));
        id = slice_starts(line, "[") ? take_id(line) : slice_of("");
        if (id.length > 0 && slice_starts(slice_from(line, id.length + 2), ":"))
            map_put(ids, key_of(id, &key), ids);
    }
    buffer_clear(&key);
}

struct search {
    const struct lined *text;
    const struct document *document;
    struct map *ids;
    struct code_spans spans;
    struct buffer key;
};

static void
report(const struct search *search, size_t index, size_t at, struct slice id)
{
    size_t start = search->text->lines[index].at;

    document_note_at(search->document, "unresolved-reference", lined_number(search->text, index),
                     (unsigned)(at - start) + 1, "nothing is defined as [%.*s]", (int)id.length, id.bytes);
}

/* A bracket of TEXT at AT, on line INDEX. */
static void
on_bracket(struct search *search, struct slice text, size_t index, size_t at)
{
    struct slice id = take_id(slice_from(text, at));
    bool note = slice_starts(id, "^"), reference = at > 1 && text.bytes[at - 1] == ']' && text.bytes[at - 2] != '\\';

    if (id.length < 2 && !reference)
        return;
    if ((note || reference) && !slice_is_blank(id) && map_find(search->ids, key_of(id, &search->key)) == NULL)
        report(search, index, at, id);
}

static void
look(struct search *search)
{
    struct slice text = buffer_slice(&search->text->text);
    size_t index = 0;

    for (size_t at = 0; at < text.length;) {
        while (index + 1 < search->text->count && search->text->lines[index + 1].at <= at)
            index++;
        if (search->text->lines[index].at == at)
            at = code_fence_end(text, at);
        if (at >= text.length)
            break;
        if (text.bytes[at] == '`') {
            at = code_span_end(&search->spans, text, at);
            continue;
        }
        if (text.bytes[at] == '[' && (at == 0 || text.bytes[at - 1] != '\\'))
            on_bracket(search, text, index, at);
        at++;
    }
}

void
dangling_report(const struct lined *text, const struct document *document)
{
    struct search search = { .text = text, .document = document };

    if (slice_find(buffer_slice(&text->text), "][") == SLICE_NONE &&
        slice_find_byte(buffer_slice(&text->text), '^') == SLICE_NONE)
        return;
    search.ids = map_new();
    collect(text, search.ids);
    look(&search);
    map_free(search.ids);
    buffer_clear(&search.key);
}
