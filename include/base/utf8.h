/* utf8.h - UTF-8 as RFC 3629 has it: shortest form, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buffer.h"

#include <stdint.h>

#define UTF8_REPLACEMENT 0xfffdu

/*
 * The code point at the head of *REST, which moves behind it. Invalid bytes give U+FFFD, one per maximal part of a
 * sequence, and *VALID (if not NULL) says false. *REST must not be empty.
 */
uint32_t utf8_take(struct slice *rest, bool *valid);

/* Appends the bytes of CODE_POINT, which is at most 0x10ffff. */
void utf8_put(struct buffer *buffer, uint32_t code_point);

/* Whether all of TEXT is UTF-8. */
bool utf8_valid(struct slice text);

#endif
