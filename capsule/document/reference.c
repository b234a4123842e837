/* reference.c - character references, asked from cmark once per name. */
#include "document/reference.h"

#include <cmark.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"

struct references {
    struct map *names; /* to a struct slice; empty for a name that means nothing */
    struct arena *arena;
};

struct references *
references_new(void)
{
    struct references *references = memory_new(sizeof *references);

    references->names = map_new();
    references->arena = arena_new();
    return references;
}

void
references_free(struct references *references)
{
    if (references == NULL)
        return;
    map_free(references->names);
    arena_free(references->arena);
    free(references);
}

/* What cmark makes of `&NAME;`: a paragraph with a text that no longer begins with `&NAME`. */
static struct slice
ask_cmark(struct arena *arena, struct slice name)
{
    struct slice question = arena_format(arena, "&%.*s;", (int)name.length, name.bytes);
    cmark_node *root = cmark_parse_document(question.bytes, question.length, CMARK_OPT_DEFAULT);
    cmark_node *paragraph = cmark_node_first_child(root);
    cmark_node *text = paragraph != NULL ? cmark_node_first_child(paragraph) : NULL;
    struct slice answer = slice_of(text != NULL ? cmark_node_get_literal(text) : NULL);

    answer = slice_starts(answer, "&") && name.length > 0 && !slice_is_nocase(name, "amp") ? slice_of("")
                                                                                           : arena_copy(arena, answer);
    cmark_node_free(root);
    return answer;
}

static struct slice
named(struct references *references, struct slice name)
{
    struct slice *known = map_find(references->names, name);

    if (known == NULL) {
        known = arena_take(references->arena, sizeof *known);
        *known = ask_cmark(references->arena, name);
        map_put(references->names, name, known);
    }
    return *known;
}

/* CommonMark 6.2: at most seven decimal or six hexadecimal digits. */
static bool
numeric(struct slice digits, struct buffer *out)
{
    bool hexadecimal = slice_starts_nocase(digits, "x");
    uint32_t value = 0;

    if (hexadecimal)
        digits = slice_from(digits, 1);
    if (digits.length == 0 || digits.length > (hexadecimal ? 6 : 7))
        return false;
    for (size_t i = 0; i < digits.length; i++) {
        char byte = digits.bytes[i];

        if (!(hexadecimal ? byte_is_hex(byte) : byte_is_digit(byte)))
            return false;
        value = value * (hexadecimal ? 16 : 10) +
                (uint32_t)(byte_is_digit(byte) ? byte - '0' : byte_lower(byte) - 'a' + 10);
    }
    if (value == 0 || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        value = UTF8_REPLACEMENT;
    utf8_put(out, value);
    return true;
}

/* `&nbsp` that lost its semicolon: browsers take it, and hand-written pages are full of it. */
static size_t
take_bare_blank(struct slice text, struct buffer *out)
{
    struct slice rest = slice_from(text, slice_of("&nbsp").length);

    if (!slice_starts(text, "&nbsp") || (rest.length > 0 && (byte_is_alnum(rest.bytes[0]) || rest.bytes[0] == '=')))
        return 0;
    utf8_put(out, 0xa0);
    return text.length - rest.length;
}

/* The length of the reference at the head of TEXT, which begins with `&`; 0 if there is none. */
static size_t
take(struct references *references, struct slice text, struct buffer *out)
{
    struct slice head = slice_range(text, 1, REFERENCE_LONGEST + 1), name, answer;
    size_t end = slice_find_byte(head, ';');

    if (end == SLICE_NONE || end == 0)
        return take_bare_blank(text, out);
    name = slice_range(head, 0, end);
    if (name.bytes[0] == '#')
        return numeric(slice_from(name, 1), out) ? end + 2 : 0;
    for (size_t i = 0; i < name.length; i++)
        if (!byte_is_alnum(name.bytes[i]))
            return take_bare_blank(text, out);
    answer = named(references, name);
    buffer_add(out, answer);
    return answer.length > 0 ? end + 2 : 0;
}

void
references_decode(struct references *references, struct slice text, struct buffer *out)
{
    while (text.length > 0) {
        size_t at = slice_find_byte(text, '&'), length;

        buffer_add(out, slice_range(text, 0, at == SLICE_NONE ? text.length : at));
        if (at == SLICE_NONE)
            return;
        text = slice_from(text, at);
        length = take(references, text, out);
        if (length == 0) {
            buffer_add_byte(out, '&');
            length = 1;
        }
        text = slice_from(text, length);
    }
}
