/*
 * blocks.h - the pre-pass over whole lines: attribute lists, heading ids, abbreviations, definition lists, footnote
 * definitions, HTML that is open, and how far lists are indented (jekyll.md 5).
 *
 * Two rules of kramdown's decide where HTML ends: a block element ends at its end tag, so the next line is Markdown again,
 * and an inline element alone on its line begins a paragraph. To the parser both go on to the next blank line; where
 * Markdown stands right below, such a line is put in. A text that began behind the tag of a block goes
 * on over its lines: there the line is put in between the tag and the text. A definition may stand below its term or
 * behind a blank line.
 */
#ifndef DOCUMENT_BLOCKS_H
#define DOCUMENT_BLOCKS_H

#include "document/lined.h"
#include "document/note.h"

/* Appends IN to OUT; footnote definitions go to NOTES. */
void blocks_prepare(const struct lined *in, struct notes *notes, struct lined *out);

#endif
