/*
 * stray.h - marks of two stars that are left in a paragraph's text because the parser could not match them: they vanish in
 * pairs (jekyll.md 5), as their author meant them; a single one stays.
 */
#ifndef DOCUMENT_STRAY_H
#define DOCUMENT_STRAY_H

#include "base/slice.h"

/* Where the next run of exactly two stars begins in TEXT, or SLICE_NONE. */
size_t stray_find(struct slice text);

/* How many of them TEXT holds. */
size_t stray_count(struct slice text);

#endif
