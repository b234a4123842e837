/* html_math.c - math between the tags of raw HTML. */
#include "document/html_math.h"

#include <string.h>

#include "document/math.h"

#define LONGEST 4096 /* bytes; what is longer is no formula */

static bool
looks_like_math(struct slice inner)
{
    return inner.length > 0 && (slice_find_any(inner, "\\^_=+<>0123456789") != SLICE_NONE || inner.length == 1);
}

/* SOURCE is all of it, with the marks of two bytes around. */
static void
put_math(struct slice source, struct document *document)
{
    struct slice inner = slice_trim(slice_range(source, 2, source.length - 2));
    struct buffer plain = { 0 };

    if (!looks_like_math(inner))
        sink_text(document, source);
    else if (source.bytes[1] == '[')
        sink_preformatted(document, slice_of("LaTeX"), inner);
    else
        sink_verbatim(document, math_write(inner, &plain) ? buffer_slice(&plain) : source);
    buffer_clear(&plain);
}

/* The next opening mark in TEXT; SLICE_NONE without one. */
static size_t
find_open(struct slice text)
{
    for (size_t at = 0, found; (found = slice_find_byte(slice_from(text, at), '\\')) != SLICE_NONE; at += found + 1) {
        char next = at + found + 1 < text.length ? text.bytes[at + found + 1] : '\0';

        if (next == '(' || next == '[')
            return at + found;
    }
    return SLICE_NONE;
}

/* Goes on with math that is open: the rest of TEXT behind its end, or nothing if it has not come. */
static struct slice
go_on(struct html_math *math, struct slice text, struct document *document)
{
    size_t before = math->held.length, from = before > 3 ? before - 1 : 2, end;
    const char *close;

    buffer_add(&math->held, text);
    close = math->held.bytes[1] == '[' ? "\\]" : "\\)";
    end = math->held.length > from ? slice_find(slice_from(buffer_slice(&math->held), from), close) : SLICE_NONE;
    if (end == SLICE_NONE) {
        if (math->held.length > LONGEST)
            html_math_end(math, document);
        return slice_from(text, text.length);
    }
    end += from + 2;
    put_math(slice_range(buffer_slice(&math->held), 0, end), document);
    buffer_truncate(&math->held, 0);
    return slice_from(text, end - before);
}

void
html_math_text(struct html_math *math, struct slice text, struct document *document)
{
    while (text.length > 0) {
        size_t open;

        if (math->held.length > 0) {
            text = go_on(math, text, document);
            continue;
        }
        open = find_open(text);
        sink_text(document, slice_range(text, 0, open == SLICE_NONE ? text.length : open));
        if (open == SLICE_NONE)
            return;
        buffer_add(&math->held, slice_range(text, open, open + 2));
        text = slice_from(text, open + 2);
    }
}

void
html_math_end(struct html_math *math, struct document *document)
{
    if (math->held.length > 0)
        sink_text(document, buffer_slice(&math->held));
    buffer_truncate(&math->held, 0);
}
