/* link_scan.c - the link targets in a page's source. */
#include "site/link_scan.h"

/* What stands before a target. A blank may follow each. */
static const char *const openers[] = { "](", "]:", "href=", "src=" };

enum { OPENERS = sizeof(openers) / sizeof(openers[0]) };

/* The target that begins at the head of TEXT: in quotes, in angle brackets or up to white space. */
static struct slice
target_at(struct slice text)
{
    size_t end;

    while (text.length > 0 && (text.bytes[0] == ' ' || text.bytes[0] == '\t'))
        text = slice_from(text, 1);
    if (text.length == 0)
        return text;
    if (text.bytes[0] == '"' || text.bytes[0] == '\'' || text.bytes[0] == '<') {
        char close = text.bytes[0] == '<' ? '>' : text.bytes[0];

        text = slice_from(text, 1);
        return slice_range(text, 0, slice_find_byte(text, close));
    }
    end = slice_find_any(text, " \t\r\n)>");
    return slice_range(text, 0, end);
}

void
link_scan(struct slice text, void (*found)(void *context, struct slice target), void *context)
{
    while (text.length > 0) {
        size_t at = slice_find_any(text, "]hs");
        bool opened = false;

        if (at == SLICE_NONE)
            return;
        text = slice_from(text, at);
        for (size_t i = 0; i < OPENERS && !opened; i++) {
            if (!slice_starts_nocase(text, openers[i]))
                continue;
            opened = true;
            text = slice_from(text, slice_of(openers[i]).length);
            if (target_at(text).length > 0)
                found(context, target_at(text));
        }
        if (!opened)
            text = slice_from(text, 1);
    }
}
