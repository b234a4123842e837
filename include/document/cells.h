/* cells.h - how wide text is on a terminal, and where it may be broken (gopher.md 3.2). */
#ifndef DOCUMENT_CELLS_H
#define DOCUMENT_CELLS_H

#include "base/slice.h"

#include <stdint.h>

/*
 * A WORD JOINER: takes no cell and glues its neighbours into one grapheme, so that nothing below parts them. Writers
 * put it before a link's number (wrap.h) and drop it on output.
 */
#define CELLS_JOINER "\xe2\x81\xa0"

/* Cells of TEXT, which is valid UTF-8: wide and emoji 2, combining and format characters 0, narrow base with VS16 2. */
size_t cells_of(struct slice text);

/*
 * True for characters that take two cells and are written without spaces between words (Han, kana, fullwidth forms; not
 * Hangul, not emoji).
 */
bool cells_is_cjk(uint32_t code_point);

/*
 * How many bytes of TEXT fit into WIDTH cells, cut only between graphemes; at least one grapheme, so that callers
 * advance.
 */
size_t cells_fit(struct slice text, size_t width);

/*
 * How many bytes of TEXT stand on its first line when it is broken at WIDTH cells: at a space, else between CJK
 * characters by the rules of 3.2, else a hard split. Not before a sign that stands by itself (`|`, a dash): the next line
 * would begin with it, unless there is no other place. *NEXT is where the following line begins (spaces at the break
 * skipped). Never 0 for a text that does not begin with a space.
 */
size_t cells_break(struct slice text, size_t width, size_t *next);

/* The longest head of TEXT of at most WIDTH cells that ends at the end of a word, without trailing punctuation. */
struct slice cells_cut_words(struct slice text, size_t width);

#endif
