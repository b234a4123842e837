/* markup.h - short Markdown (an excerpt, a field of a data file) as HTML: what Liquid's `markdownify` makes. Pure. */
#ifndef SITE_MARKUP_H
#define SITE_MARKUP_H

#include "base/buffer.h"

/*
 * Appends TEXT as HTML on one line: links, images, code, emphasis without its marks; paragraphs, headings and bullets if
 * there is more than one block. HTML in it stays as it is. Not a Markdown parser: what it does not know stays as written.
 */
void markup_html(struct slice text, struct buffer *html);

#endif
