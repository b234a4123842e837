/* code.h - where code stands in Markdown, for passes that must leave it alone. Linear over the text. */
#ifndef DOCUMENT_CODE_H
#define DOCUMENT_CODE_H

#include "base/slice.h"

/*
 * AT is the start of a line of TEXT. If a fence opens there (also behind indentation, quote and list marks), the place
 * behind the line that closes it, or the end of TEXT without one; else AT.
 */
size_t code_fence_end(struct slice text, size_t at);

#define CODE_LONGEST_RUN 80 /* as cmark: longer runs of backticks open no span */

/* What is known of the paragraph at hand; { 0 } at first. */
struct code_spans {
    size_t paragraph_end;
    size_t last[CODE_LONGEST_RUN + 1]; /* where the last run of each length begins, plus one; 0: none */
};

/* AT is a backtick of TEXT, calls with rising AT. The place behind its code span, or behind its run if it opens none. */
size_t code_span_end(struct code_spans *spans, struct slice text, size_t at);

/* The end of the paragraph at AT: the LF before the next blank line, or the end of TEXT. */
size_t code_paragraph_end(struct slice text, size_t at);

#endif
