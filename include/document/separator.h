/* separator.h - the signs that part links, and what is left of a text without them (gemtext.md R9, R10). */
#ifndef DOCUMENT_SEPARATOR_H
#define DOCUMENT_SEPARATOR_H

#include "base/slice.h"

/* TEXT is blanks, brackets and signs that may stand between links without making them a sentence (R9). */
bool separator_is_all(struct slice text);

/* A sign all by itself: what a page puts between its links, a button that closes something, half a fence; or what stands
 * where a script would put something. */
bool separator_is_ornament(struct slice text);

/* The separator that ends TEXT, in bytes; 0 if none does. Brackets and full stops are none here. */
size_t separator_last(struct slice text);

/* How much of TEXT is left without the separators at its end. */
size_t separator_trim(struct slice text);

#endif
