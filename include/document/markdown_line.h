/*
 * markdown_line.h - where the lines of a paragraph's source are lines of the page, though Markdown joins them (gemtext.md
 * R22): in a paragraph with hard breaks a venue, and the links at its end, which lack one; and a group of links that stands
 * below one. Questions about cmark's inline nodes.
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
