/*
 * markdown_html.h - raw HTML between Markdown: cmark's pieces of it, each with its lines, on their way to the HTML reader,
 * which survives from one to the next. What the parser was shielded from (shield.h) comes back here: inside a tag as it
 * was written, elsewhere as what it stands for.
 */
#ifndef DOCUMENT_MARKDOWN_HTML_H
#define DOCUMENT_MARKDOWN_HTML_H

#include "document/html.h"
#include "document/kramdown.h"

struct markdown_html {
    struct document *document;
    struct html *html;
    const struct prepared *prepared;
};

/* A piece of HTML within a paragraph. */
void markdown_html_inline(const struct markdown_html *raw, struct slice text);

/*
 * A block of HTML, whose first line is at INDEX of the prepared text. One that begins with an inline element is a
 * paragraph, as browsers show it.
 */
void markdown_html_block(const struct markdown_html *raw, struct slice text, size_t index);

#endif
