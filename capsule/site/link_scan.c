/* link_scan.c - the link targets in a page's source. */
#include "site/link_scan.h"

#include "document/code.h"

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

/* The place behind the opener at AT, whose target is told; AT itself if none stands there. */
static size_t
take_target(struct slice text, size_t at, void (*found)(void *context, struct slice target), void *context)
{
    struct slice here = slice_from(text, at);

    for (size_t i = 0; i < OPENERS; i++) {
        size_t length = slice_of(openers[i]).length;

        if (!slice_starts_nocase(here, openers[i]))
            continue;
        if (target_at(slice_from(here, length)).length > 0)
            found(context, target_at(slice_from(here, length)));
        return at + length;
    }
    return at;
}

/* The place behind a comment that begins at AT; AT itself if none does, the end if it does not end. */
static size_t
skip_comment(struct slice text, size_t at)
{
    size_t end;

    if (!slice_starts(slice_from(text, at), "<!--"))
        return at;
    end = slice_find(slice_from(text, at), "-->");
    return end == SLICE_NONE ? text.length : at + end + 3;
}

void
link_scan(struct slice text, void (*found)(void *context, struct slice target), void *context)
{
    struct code_spans spans = { 0 };
    size_t at = code_fence_end(text, 0);

    while (at < text.length) {
        size_t next = slice_find_any(slice_from(text, at), "]hsHS`<\n"), end;

        if (next == SLICE_NONE)
            return;
        at += next;
        if (text.bytes[at] == '\n')
            end = code_fence_end(text, at + 1);
        else if (text.bytes[at] == '`')
            end = code_span_end(&spans, text, at);
        else if (text.bytes[at] == '<')
            end = skip_comment(text, at);
        else
            end = take_target(text, at, found, context);
        at = end > at ? end : at + 1;
    }
}
