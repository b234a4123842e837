/* layout.h - drafts become lines in their final order (gemtext.md R2, R9, R11, R12, R17 to R20, R30). */
/*
 * An item of an ordered list keeps its line even if it is nothing but links: its number is text (R17, R19).
 */
#ifndef DOCUMENT_LAYOUT_H
#define DOCUMENT_LAYOUT_H

#include "document/model.h"

/* Puts a level-1 heading before everything else, unless TITLE is empty; rules at the start then separate nothing. */
void layout_title(struct document *document, struct slice title);

/* Fills the document's lines and links from its drafts. */
void layout_lines(struct document *document);

#endif
