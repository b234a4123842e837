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

/*
 * The tag that is open at INDEX, behind a blank line, is a tag: its end comes before another one begins. Else it is an
 * author's slip, and must not take the rest of the page with it.
 */
bool html_block_ends_tag(struct blocks_pass *pass, size_t index);

/* Behind a blank line in HTML: what begins with a tag is HTML, the rest is Markdown. */
void html_block_enter_chunk(struct blocks_pass *pass);

/*
 * The text behind the tags of blocks at the head of LINE, which has been taken in, if the parser is to read it as Markdown:
 * it wants a blank line in front. kramdown reads it so behind an end tag, and nobody else does; but `<p>**Tea** [pdf](u)</p>`
 * was meant so, and shown as it is would lose a link. AT is SLICE_NONE if the text stays HTML, as it does where it has no
 * sign of Markdown, or shows code. Behind an item's marker, too.
 */
struct html_text {
    size_t at;
    size_t indent;  /* columns that it is moved by, to stay in its item */
    bool continues; /* it goes on with the next line */
};
struct html_text html_block_text(struct blocks_pass *pass, struct slice line);

/*
 * LINE has been put. To the parser its HTML would go on to the next blank line; to kramdown it ends with its element, and
 * an inline element by itself begins a paragraph. So Markdown right below it gets a blank line in front, but not in the
 * middle of a text that began on LINE or before.
 */
void html_block_part(struct blocks_pass *pass, struct slice line);

/* How far LINE is indented when it is given on: inside open HTML never so far that it would become code. */
size_t html_block_column(const struct blocks_pass *pass, struct slice line);

#endif
