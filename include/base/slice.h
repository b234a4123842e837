/*
 * slice.h - a run of bytes that somebody else owns: pointer and length, never a NUL to hope for.
 *
 * The small questions are inline: readers ask them for every byte of a page, mostly about a literal, of which the
 * compiler then knows the length.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *bytes; /* lent; may be NULL when length is 0 */
    size_t length;
};

#define SLICE_NONE ((size_t)-1)

/* The slice of a string literal, usable as an initialiser. */
#define SLICE(literal)                                                                                                 \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }

/* ASCII classes, independent of the locale; bytes above 0x7f are in none. */
static inline bool
byte_is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static inline bool
byte_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline char
byte_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static inline bool
byte_is_hex(char byte)
{
    return byte_is_digit(byte) || (byte_lower(byte) >= 'a' && byte_lower(byte) <= 'f');
}

static inline bool
byte_is_letter(char byte)
{
    return byte_lower(byte) >= 'a' && byte_lower(byte) <= 'z';
}

static inline bool
byte_is_alnum(char byte)
{
    return byte_is_letter(byte) || byte_is_digit(byte);
}

/* The bytes of the NUL-terminated TEXT; the empty slice for NULL. */
static inline struct slice
slice_of(const char *text)
{
    return (struct slice){ text, text != NULL ? strlen(text) : 0 };
}

/* The LENGTH bytes at BYTES. */
static inline struct slice
slice_make(const char *bytes, size_t length)
{
    return (struct slice){ bytes, length };
}

/* The bytes from START to before END; both are cut to the slice's length. */
static inline struct slice
slice_range(struct slice text, size_t start, size_t end)
{
    if (end > text.length)
        end = text.length;
    if (start > end)
        start = end;
    return (struct slice){ text.bytes != NULL ? text.bytes + start : NULL, end - start };
}

/* The bytes from START to the end; empty if START lies behind it. */
static inline struct slice
slice_from(struct slice text, size_t start)
{
    return slice_range(text, start, text.length);
}

/* The same bytes. */
static inline bool
slice_equal(struct slice one, struct slice other)
{
    return one.length == other.length && (one.length == 0 || memcmp(one.bytes, other.bytes, one.length) == 0);
}

/* Compares with a NUL-terminated string. */
static inline bool
slice_is(struct slice text, const char *other)
{
    return slice_equal(text, slice_of(other));
}

/* The same as one of NAMES, of which the last is NULL. */
bool slice_is_one_of(struct slice text, const char *const *names);

/* ASCII letters without regard to case, all other bytes exactly. */
bool bytes_equal_nocase(const char *one, const char *other, size_t length);

static inline bool
slice_equal_nocase(struct slice one, struct slice other)
{
    return one.length == other.length && bytes_equal_nocase(one.bytes, other.bytes, one.length);
}

static inline bool
slice_is_nocase(struct slice text, const char *other)
{
    return slice_equal_nocase(text, slice_of(other));
}

/* By bytes, a prefix before the longer one: less than, equal to or greater than 0. */
int slice_compare(struct slice one, struct slice other);

/* Whether it begins, or ends, with the NUL-terminated text. */
static inline bool
slice_starts(struct slice text, const char *prefix)
{
    size_t length = strlen(prefix);

    return text.length >= length && (length == 0 || memcmp(text.bytes, prefix, length) == 0);
}

static inline bool
slice_ends(struct slice text, const char *suffix)
{
    size_t length = strlen(suffix);

    return text.length >= length && (length == 0 || memcmp(text.bytes + text.length - length, suffix, length) == 0);
}

/* The same, ASCII letters without regard to case. */
static inline bool
slice_starts_nocase(struct slice text, const char *prefix)
{
    return text.length >= strlen(prefix) && bytes_equal_nocase(text.bytes, prefix, strlen(prefix));
}

static inline bool
slice_ends_nocase(struct slice text, const char *suffix)
{
    size_t length = strlen(suffix);

    return text.length >= length && bytes_equal_nocase(text.bytes + text.length - length, suffix, length);
}

/* Where NEEDLE, which is not empty, or BYTE first occurs, and where BYTE last does; SLICE_NONE if nowhere. */
size_t slice_find(struct slice text, const char *needle);
size_t slice_find_last_byte(struct slice text, char byte);

static inline size_t
slice_find_byte(struct slice text, char byte)
{
    const char *found = text.length > 0 ? memchr(text.bytes, byte, text.length) : NULL;

    return found != NULL ? (size_t)(found - text.bytes) : SLICE_NONE;
}

/* Where the first byte that is (not) in SET stands, or SLICE_NONE. */
size_t slice_find_any(struct slice text, const char *set);
size_t slice_find_none(struct slice text, const char *set);

/* Where the first byte stands for which STOPS says true, or SLICE_NONE: for searches that begin too often for a SET. */
static inline size_t
slice_find_stop(struct slice text, const bool stops[256])
{
    for (size_t i = 0; i < text.length; i++)
        if (stops[(unsigned char)text.bytes[i]])
            return i;
    return SLICE_NONE;
}

/* Without the ASCII white space (blank, tab, LF, CR, VT, FF) at its ends. */
static inline struct slice
slice_trim_left(struct slice text)
{
    size_t start = 0;

    while (start < text.length && byte_is_space(text.bytes[start]))
        start++;
    return slice_from(text, start);
}

static inline struct slice
slice_trim_right(struct slice text)
{
    while (text.length > 0 && byte_is_space(text.bytes[text.length - 1]))
        text.length--;
    return text;
}

static inline struct slice
slice_trim(struct slice text)
{
    return slice_trim_right(slice_trim_left(text));
}

/* Nothing but white space, or nothing at all. */
static inline bool
slice_is_blank(struct slice text)
{
    return slice_trim_left(text).length == 0;
}

/*
 * Moves the first line of *REST to *LINE, without its LF or CRLF. False when nothing is left. A final line without a line
 * end is a line.
 */
bool slice_take_line(struct slice *rest, struct slice *line);

/* Moves what stands before the first SEPARATOR of *REST (or all of it) to *PART. False when nothing is left. */
bool slice_take_part(struct slice *rest, char separator, struct slice *part);

/* The whole text as a decimal number without sign, at most LIMIT; false if it is anything else. */
bool slice_to_number(struct slice text, unsigned long limit, unsigned long *number);

/* A NUL-terminated copy on the heap. */
char *slice_copy(struct slice text);

#endif
