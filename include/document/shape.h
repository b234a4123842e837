/* shape.h - which of a draft line's words are links, and which of them stay in the text (gemtext.md R9, R10, R13). */
#ifndef DOCUMENT_SHAPE_H
#define DOCUMENT_SHAPE_H

#include "document/model.h"

/* Words of one link, or verbatim words. */
struct range {
    size_t start, end, link;
    bool verbatim;
};

/* Working memory for one line after the other; { 0 } at first. */
struct shape {
    struct range *ranges;
    size_t count, capacity;
    struct draft_mark *marks; /* of the line, with those of bare URLs */
    size_t mark_count, mark_capacity;
    bool found; /* a bare URL */
};

void shape_clear(struct shape *shape); /* frees what it holds */

/* The outermost ranges of LINE's links, into SHAPE. */
void shape_ranges(struct shape *shape, const struct draft_line *line);

/* Makes bare URLs links and sets what shape.c answers for in LINE (and, for a table, in its cells). */
void shape_line(struct document *document, struct shape *shape, struct draft_line *line);

/* How much of TEXT is left without the separators, blanks and opening brackets at its end. */
size_t shape_trim(struct slice text);

#endif
