/* reader.h - source text into a document, through its sink. */
#ifndef DOCUMENT_READER_H
#define DOCUMENT_READER_H

#include "document/document.h"

enum reader_end {
    READER_DONE,
    READER_REFUSED, /* beyond a bound of R35 or hardening.md 2.3: a finding says which; the document got nothing */
};

/*
 * Reads the Markdown TEXT, whose first line is line FIRST_LINE of the document's file: front matter cut off, includes and
 * Liquid of a site resolved. Runs the pre-pass (kramdown.h), then cmark, raw HTML through the HTML reader. Liquid that is
 * left is dropped and reported.
 */
enum reader_end markdown_read(struct slice text, unsigned first_line, struct document *document);

/* The same for a page whose source is HTML (`.html` with front matter): no Markdown in it. */
enum reader_end html_read(struct slice text, unsigned first_line, struct document *document);

/* The fallback of hardening.md 4.2.6: the source as one preformatted block, comments and Liquid removed, at most 1 MiB. */
void source_read(struct slice text, struct document *document);

#endif
