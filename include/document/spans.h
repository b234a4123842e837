/* spans.h - the pre-pass inside lines: math, notes, attribute lists, link targets with blanks, `\\` (jekyll.md 5). */
#ifndef DOCUMENT_SPANS_H
#define DOCUMENT_SPANS_H

#include "document/lined.h"
#include "document/note.h"
#include "document/shield.h"

/*
 * Appends IN to OUT with everything outside code made fit for the parser. Line numbers stay. Math between `$$` that stand
 * at a line's ends may hold blank lines, as in kramdown; all other marks of math pair up within their paragraph. A single
 * dollar between two letters opens none (`data$column`), and no formula holds another dollar.
 */
void spans_prepare(const struct lined *in, struct notes *notes, struct shields *shields, struct lined *out);

#endif
