/*
 * blocks.h - the pre-pass over whole lines: attribute lists, heading ids, abbreviations, definition lists, footnote
 * definitions, HTML that is open, and how far lists are indented (jekyll.md 5).
 */
#ifndef DOCUMENT_BLOCKS_H
#define DOCUMENT_BLOCKS_H

#include "document/lined.h"
#include "document/note.h"

/* Appends IN to OUT; footnote definitions go to NOTES. */
void blocks_prepare(const struct lined *in, struct notes *notes, struct lined *out);

#endif
