/* fold.h - letters without their case and accents, for paths and Gopher selectors. Pure. */
#ifndef DOCUMENT_FOLD_H
#define DOCUMENT_FOLD_H

#include "base/buffer.h"

#include <stdint.h>

/* True for a letter, a combining mark or a decimal digit of any script: Unicode L, M and Nd. */
bool fold_is_word(uint32_t code_point);

/* Appends TEXT in lower case, one code point for one. */
void fold_lower(struct slice text, struct buffer *out);

/* Appends TEXT with its first character in upper case and all others in lower case. */
void fold_capitalize(struct slice text, struct buffer *out);

/*
 * Appends TEXT decomposed, without combining marks, every run of characters that are then not one of KEEP turned into a
 * single `-`. KEEP is a predicate on ASCII.
 */
void fold_ascii(struct slice text, bool (*keep)(char byte), struct buffer *out);

#endif
