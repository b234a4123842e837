/*
 * html_math.h - `\(...\)` and `\[...\]` in the text of raw HTML (gemtext.md R34). In Markdown these are escaped
 * brackets; in HTML a backslash means nothing, so that they can only be math. It ends before the next tag, and what the
 * brackets hold must look like math: `\[Paper\]` is somebody's Markdown.
 */
#ifndef DOCUMENT_HTML_MATH_H
#define DOCUMENT_HTML_MATH_H

#include "base/buffer.h"
#include "document/sink.h"

/* { 0 } at first. */
struct html_math {
    struct buffer held; /* from an opening mark on, as long as its end may come */
};

/* Hands TEXT to DOCUMENT, math as plain characters or a block of LaTeX. What may be math is held until its end comes. */
void html_math_text(struct html_math *math, struct slice text, struct document *document);

/* Hands out what is held: a tag or the end of the HTML comes. */
void html_math_end(struct html_math *math, struct document *document);

#endif
