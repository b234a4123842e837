/*
 * html_block.h - HTML among Markdown, line by line: what is no HTML inside it, where it ends for kramdown, and how far its
 * lines may be indented before the parser takes them for code.
 */
#ifndef DOCUMENT_HTML_BLOCK_H
#define DOCUMENT_HTML_BLOCK_H

#include "document/blocks_pass.h"

/* The end tag, in small letters, of the element at the head of LINE whose content is no HTML (<pre>, ...); NULL for others. */
const char *html_block_raw_end(struct slice line);

/* Puts the lines from the one at hand up to that with END; in open HTML as a block of its own. */
void html_block_put_raw(struct blocks_pass *pass, const char *end);

/* True if the lines from INDEX to the next blank one are HTML, in an item of a list perhaps its words, without a sign of
 * Markdown. */
bool html_block_is_plain(struct blocks_pass *pass, size_t index);

/* Behind a blank line in HTML: what begins with a tag is HTML, the rest is Markdown. */
void html_block_enter_chunk(struct blocks_pass *pass);

/*
 * LINE, which begins with tags of blocks, has been taken in, and its text goes on with the next line. Where the parser is to
 * read that as Markdown, returns the place of the text, which wants a blank line in front; else SLICE_NONE.
 */
size_t html_block_text_at(struct blocks_pass *pass, struct slice line);

/*
 * LINE has been put. To the parser its HTML would go on to the next blank line; to kramdown it ends with its element, and
 * an inline element by itself begins a paragraph. So Markdown right below it gets a blank line in front, but not in the
 * middle of a text that began on LINE or before.
 */
void html_block_part(struct blocks_pass *pass, struct slice line);

/* How far LINE is indented when it is given on: inside open HTML never so far that it would become code. */
size_t html_block_column(const struct blocks_pass *pass, struct slice line);

#endif
