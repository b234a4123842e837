/* tail.h - the links at the end of a line that leave it (gemtext.md R10). */
#ifndef DOCUMENT_TAIL_H
#define DOCUMENT_TAIL_H

#include "document/shape.h"

/* How much of LINE, whose ranges are in SHAPE, is left without the links at its end. */
size_t tail_cut(const struct document *document, const struct shape *shape, const struct draft_line *line);

#endif
