/* slice.h - a run of bytes that somebody else owns: pointer and length, never a NUL to hope for. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>

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

/* The bytes of the NUL-terminated TEXT; the empty slice for NULL. */
struct slice slice_of(const char *text);

/* The LENGTH bytes at BYTES. */
struct slice slice_make(const char *bytes, size_t length);

/* The bytes from START to before END; both are cut to the slice's length. */
struct slice slice_range(struct slice text, size_t start, size_t end);

/* The bytes from START to the end; empty if START lies behind it. */
struct slice slice_from(struct slice text, size_t start);

/* The same bytes. */
bool slice_equal(struct slice one, struct slice other);

/* Compares with a NUL-terminated string. */
bool slice_is(struct slice text, const char *other);

/* ASCII letters without regard to case, all other bytes exactly. */
bool slice_equal_nocase(struct slice one, struct slice other);
bool slice_is_nocase(struct slice text, const char *other);

/* By bytes, a prefix before the longer one: less than, equal to or greater than 0. */
int slice_compare(struct slice one, struct slice other);

/* Whether it begins, or ends, with the NUL-terminated text; `_nocase` takes ASCII letters without regard to case. */
bool slice_starts(struct slice text, const char *prefix);
bool slice_starts_nocase(struct slice text, const char *prefix);
bool slice_ends(struct slice text, const char *suffix);
bool slice_ends_nocase(struct slice text, const char *suffix);

/* Where NEEDLE first occurs, or SLICE_NONE. */
size_t slice_find(struct slice text, const char *needle);
size_t slice_find_byte(struct slice text, char byte);
size_t slice_find_last_byte(struct slice text, char byte);

/* Where the first byte that is (not) in SET stands, or SLICE_NONE. */
size_t slice_find_any(struct slice text, const char *set);
size_t slice_find_none(struct slice text, const char *set);

/* Without the ASCII white space (blank, tab, LF, CR, VT, FF) at its ends. */
struct slice slice_trim(struct slice text);
struct slice slice_trim_left(struct slice text);
struct slice slice_trim_right(struct slice text);

/* Nothing but white space, or nothing at all. */
bool slice_is_blank(struct slice text);

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

/* ASCII classes, independent of the locale; bytes above 0x7f are in none. */
bool byte_is_space(char byte);
bool byte_is_digit(char byte);
bool byte_is_hex(char byte);
bool byte_is_letter(char byte);
bool byte_is_alnum(char byte);
char byte_lower(char byte);

#endif
