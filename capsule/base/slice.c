/* slice.c - questions about bytes that somebody else owns. */
#include "base/slice.h"

#include "base/memory.h"

bool
slice_is_one_of(struct slice text, const char *const *names)
{
    for (; *names != NULL; names++)
        if (slice_is(text, *names))
            return true;
    return false;
}

bool
bytes_equal_nocase(const char *one, const char *other, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (byte_lower(one[i]) != byte_lower(other[i]))
            return false;
    return true;
}

int
slice_compare(struct slice one, struct slice other)
{
    size_t shorter = one.length < other.length ? one.length : other.length;
    int order = shorter > 0 ? memcmp(one.bytes, other.bytes, shorter) : 0;

    if (order != 0)
        return order;
    return (one.length > other.length) - (one.length < other.length);
}

size_t
slice_find(struct slice text, const char *needle)
{
    size_t length = strlen(needle), at = 0;

    if (length == 0)
        return 0;
    while (at + length <= text.length) { /* memchr is far faster than memmem, and needles are short */
        const char *found = memchr(text.bytes + at, needle[0], text.length - length + 1 - at);

        if (found == NULL)
            return SLICE_NONE;
        at = (size_t)(found - text.bytes);
        if (memcmp(found, needle, length) == 0)
            return at;
        at++;
    }
    return SLICE_NONE;
}

size_t
slice_find_last_byte(struct slice text, char byte)
{
    const char *found = text.length > 0 ? memrchr(text.bytes, byte, text.length) : NULL;

    return found != NULL ? (size_t)(found - text.bytes) : SLICE_NONE;
}

#define SHORT 8

/* For texts that go on: a table of all bytes asks once per byte. */
static size_t
find_by_table(struct slice text, size_t from, const char *set, bool wanted)
{
    bool is_in[256] = { false };

    for (; *set != '\0'; set++)
        is_in[(unsigned char)*set] = true;
    for (size_t i = from; i < text.length; i++)
        if (is_in[(unsigned char)text.bytes[i]] == wanted)
            return i;
    return SLICE_NONE;
}

/* SETs are literals of a few bytes, and most answers stand among the first bytes. */
static inline size_t
find_by_set(struct slice text, const char *set, bool wanted)
{
    for (size_t i = 0; i < text.length && i < SHORT; i++) {
        const char *member = set;

        while (*member != '\0' && *member != text.bytes[i])
            member++;
        if ((*member != '\0') == wanted)
            return i;
    }
    return text.length <= SHORT ? SLICE_NONE : find_by_table(text, SHORT, set, wanted);
}

size_t
slice_find_any(struct slice text, const char *set)
{
    return find_by_set(text, set, true);
}

size_t
slice_find_none(struct slice text, const char *set)
{
    return find_by_set(text, set, false);
}

bool
slice_take_part(struct slice *rest, char separator, struct slice *part)
{
    size_t at;

    if (rest->length == 0)
        return false;
    at = slice_find_byte(*rest, separator);
    *part = slice_range(*rest, 0, at);
    *rest = at == SLICE_NONE ? slice_from(*rest, rest->length) : slice_from(*rest, at + 1);
    return true;
}

bool
slice_take_line(struct slice *rest, struct slice *line)
{
    if (!slice_take_part(rest, '\n', line))
        return false;
    if (slice_ends(*line, "\r"))
        line->length--;
    return true;
}

bool
slice_to_number(struct slice text, unsigned long limit, unsigned long *number)
{
    unsigned long value = 0;

    if (text.length == 0)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned long digit;

        if (!byte_is_digit(text.bytes[i]))
            return false;
        digit = (unsigned long)(text.bytes[i] - '0');
        if (digit > limit || value > (limit - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *number = value;
    return true;
}

char *
slice_copy(struct slice text)
{
    char *copy = memory_new(text.length + 1);

    if (text.length > 0)
        memcpy(copy, text.bytes, text.length);
    return copy;
}
