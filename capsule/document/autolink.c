/* autolink.c - URLs that stand in the text as they are. */
#include "document/autolink.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static const char *const schemes[] = { "http", "https", "gemini", "gopher" };

#define LONGEST_SCHEME 6

/* Where the scheme that ends at COLON begins, or SLICE_NONE; not before FLOOR, and not within a word. */
static size_t
scheme_start(struct slice text, size_t floor, size_t colon)
{
    size_t start = colon;

    while (start > floor && colon - start <= LONGEST_SCHEME && byte_is_letter(text.bytes[start - 1]))
        start--;
    if (start > 0 && byte_is_alnum(text.bytes[start - 1]))
        return SLICE_NONE;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (slice_is_nocase(slice_range(text, start, colon), schemes[i]))
            return start;
    return SLICE_NONE;
}

/* Blanks and brackets of markup end a URL, and so do East Asian punctuation and the curly quotation marks. */
static bool
ends_url(uint32_t c)
{
    return c <= ' ' || c == 0x7f || (c < 0x80 && strchr("<>\"`", (int)c) != NULL) || (c >= 0x2018 && c <= 0x201f) ||
           (c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xff20);
}

static size_t
url_end(struct slice text, size_t at, size_t end)
{
    struct slice rest = slice_range(text, at, end);

    while (rest.length > 0) {
        struct slice before = rest;

        if (ends_url(utf8_take(&rest, NULL)))
            return end - before.length;
    }
    return end;
}

static long
surplus(struct slice url, char open, char close)
{
    long count = 0;

    for (size_t i = 0; i < url.length; i++)
        count += (url.bytes[i] == close) - (url.bytes[i] == open);
    return count;
}

/* Without punctuation at its end, and without closing brackets that it has not opened. */
static size_t
trim_url(struct slice url)
{
    long round = surplus(url, '(', ')'), square = surplus(url, '[', ']');
    size_t length = url.length;

    for (; length > 0; length--) {
        char last = url.bytes[length - 1];

        if (last == ')' && round > 0)
            round--;
        else if (last == ']' && square > 0)
            square--;
        else if (strchr(".,;:!?'\"*_~", last) == NULL || last == '\0')
            break;
    }
    return length;
}

bool
autolink_find(struct slice text, size_t end, size_t *start, size_t *stop)
{
    size_t floor = *start, at = *start;

    for (;;) {
        size_t found = slice_find(slice_range(text, at, end), "://"), begin;

        if (found == SLICE_NONE)
            return false;
        at += found;
        begin = scheme_start(text, floor, at);
        at += 3;
        if (begin == SLICE_NONE)
            continue;
        *stop = begin + trim_url(slice_range(text, begin, url_end(text, at, end)));
        if (*stop > at) {
            *start = begin;
            return true;
        }
    }
}
