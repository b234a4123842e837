/* shield.c - marks for what the parser must not see. */
#include "document/shield.h"

#include <stdlib.h>

#include "base/memory.h"
#include "document/strip.h"

void
shields_clear(struct shields *shields)
{
    arena_free(shields->arena);
    free(shields->items);
    *shields = (struct shields){ 0 };
}

void
shields_put(struct shields *shields, const struct shield *shield, struct buffer *out)
{
    struct shield *kept;

    if (shields->arena == NULL)
        shields->arena = arena_new();
    shields->items = memory_grow(shields->items, shields->count, &shields->capacity, sizeof *shields->items);
    kept = &shields->items[shields->count];
    *kept = *shield;
    kept->source = arena_copy(shields->arena, shield->source);
    kept->shown = arena_copy(shields->arena, shield->shown);
    buffer_add_byte(out, SHIELD_OPEN);
    buffer_add_number(out, shields->count++);
    buffer_add_byte(out, SHIELD_CLOSE);
}

const struct shield *
shields_take(const struct shields *shields, struct slice *text, struct slice *before)
{
    size_t at = slice_find_byte(*text, SHIELD_OPEN), end;
    unsigned long number;

    *before = slice_range(*text, 0, at == SLICE_NONE ? text->length : at);
    *text = slice_from(*text, before->length);
    if (at == SLICE_NONE)
        return NULL;
    end = slice_find_byte(*text, SHIELD_CLOSE);
    if (end == SLICE_NONE || shields->count == 0 ||
        !slice_to_number(slice_range(*text, 1, end), shields->count - 1, &number)) {
        *text = slice_of(NULL); /* cannot be: the source holds no such bytes */
        return NULL;
    }
    *text = slice_from(*text, end + 1);
    return &shields->items[number];
}

/* `$$ x $$` on one line; over several lines the indentation belongs to the source. */
static struct slice
trim_single_line(struct slice text)
{
    return slice_find_byte(text, '\n') == SLICE_NONE ? slice_trim(text) : text;
}

void
shield_show(const struct shield *shield, struct document *document)
{
    if (shield->kind == SHIELD_NOTE)
        sink_note_reference(document, shield->number);
    else if (shield->kind == SHIELD_DISPLAY)
        sink_preformatted(document, slice_of("LaTeX"), trim_single_line(shield->shown));
    else
        sink_verbatim(document, shield->shown);
}

struct slice
shields_restored(const struct shields *shields, struct slice text, struct buffer *room)
{
    if (slice_find_byte(text, SHIELD_OPEN) == SLICE_NONE)
        return text;
    buffer_truncate(room, 0);
    shields_restore(shields, text, room);
    return buffer_slice(room);
}

void
shields_restore(const struct shields *shields, struct slice text, struct buffer *out)
{
    const struct shield *shield;
    struct slice before;

    do {
        shield = shields_take(shields, &text, &before);
        buffer_add(out, before);
        if (shield != NULL)
            buffer_add(out, shield->source);
    } while (shield != NULL);
}
