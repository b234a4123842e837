/*
 * strong.h - which `**` kramdown pairs up and the Markdown parser does not (jekyll.md 5): `**Title:**word`, and those next
 * to Chinese text. CommonMark asks what stands on both sides of a mark, kramdown only for a blank.
 */
#ifndef DOCUMENT_STRONG_H
#define DOCUMENT_STRONG_H

#include "base/slice.h"

/* What the parser needs to take a mark as kramdown does: a word's character, which nobody sees, on one of its sides. */
enum strong_need { STRONG_NOTHING, STRONG_WORD_BEFORE, STRONG_WORD_BEHIND };

/* A quick look: false if no mark in TEXT, a whole paragraph, needs anything. */
bool strong_may_need(struct slice text);

/*
 * The mark of two stars at AT in TEXT, which closes if *OPEN, else opens; sets *OPEN for the next mark of the paragraph.
 * What may open before punctuation is only what may stand at the start of a phrase: `Name**, Name**` are authors' marks.
 */
enum strong_need strong_need(struct slice text, size_t at, bool *open);

#endif
