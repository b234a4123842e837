/* word_list.h - a sorted table of short words, such as names of HTML elements: asked for every tag and link of a page. */
#ifndef BASE_WORD_LIST_H
#define BASE_WORD_LIST_H

#include "base/slice.h"

#define WORD_LONGEST 15

/* What each row of such a table begins with: lower-case ASCII, filled up with NULs. */
typedef char word[WORD_LONGEST + 1];

/* The row for TEXT, in any case, among COUNT rows of SIZE bytes, sorted by their words as strcmp does; NULL without one. */
const void *word_list_find(struct slice text, const void *rows, size_t count, size_t size);

#endif
