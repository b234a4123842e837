/* utf8.h - UTF-8 as RFC 3629 has it: shortest form, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buffer.h"

#include <stdint.h>

#define UTF8_REPLACEMENT 0xfffdu

/* What utf8_take and utf8_put do for all that is not ASCII. */
uint32_t utf8_take_sequence(struct slice *rest, bool *valid);
void utf8_put_sequence(struct buffer *buffer, uint32_t code_point);

/*
 * The code point at the head of *REST, which moves behind it. Invalid bytes give U+FFFD, one per maximal part of a
 * sequence, and *VALID (if not NULL) says false. *REST must not be empty.
 */
static inline uint32_t
utf8_take(struct slice *rest, bool *valid)
{
    unsigned char byte = (unsigned char)rest->bytes[0];

    if (byte >= 0x80)
        return utf8_take_sequence(rest, valid);
    rest->bytes++;
    rest->length--;
    return byte;
}

/* Appends the bytes of CODE_POINT, which is at most 0x10ffff. */
static inline void
utf8_put(struct buffer *buffer, uint32_t code_point)
{
    if (code_point < 0x80)
        buffer_add_byte(buffer, (char)code_point);
    else
        utf8_put_sequence(buffer, code_point);
}

/* Whether all of TEXT is UTF-8. */
bool utf8_valid(struct slice text);

#endif
