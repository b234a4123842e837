/*
 * subject.h - what an item, a row or a paragraph is about, in few words: so that `Paper` among the links of several items
 * can say whose paper it is (gemtext.md R36).
 */
#ifndef DOCUMENT_SUBJECT_H
#define DOCUMENT_SUBJECT_H

#include "document/shape.h"

/*
 * The title of LINE, which has its shape: its words without generic links and what stood around these, at most 60 cells.
 * A generic link in the middle of a sentence stays, for without it there would be a hole. Empty if no word is left. Made
 * once, then remembered by the line. SHAPE is working memory.
 */
struct slice subject_title(struct document *document, struct shape *shape, struct draft_line *line);

/* The title of LINE, which has been made, says LABEL already, by its only link that stands in a sentence. */
bool subject_says(const struct draft_line *line, struct slice label);

#endif
