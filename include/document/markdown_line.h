/*
 * markdown_line.h - where the lines of a paragraph's source are lines of the page, though Markdown joins them: a venue below
 * hard-broken lines, and a group of links that stands below one (gemtext.md R22). Questions about cmark's inline nodes.
 */
#ifndef DOCUMENT_MARKDOWN_LINE_H
#define DOCUMENT_MARKDOWN_LINE_H

#include <cmark.h>
#include <stdbool.h>

/* A hard break, in Markdown or as `<br>`. */
bool markdown_line_breaks(cmark_node *node);

/* The soft break NODE ends a line of the page. BROKEN: the paragraph has a hard break. */
bool markdown_line_ends(cmark_node *node, bool broken);

#endif
