/*
 * html.h - raw HTML, whole or in pieces, as events of a document's sink (gemtext.md R15, R16, R23-R27).
 *
 * What pages say to the eye alone is not said: inline elements with `aria-hidden="true"`, images that a script has yet to
 * fill. Two phrases that only a style sheet parts (`<b>2031</b><span>Tea House</span>`) get a blank between them; it takes
 * a capital and a small letter, or several words on both sides, to tell a phrase from the letters of a coloured word. `<div class="badge">` holds the
 * venue of the paper that follows, and leads its title (sink_prefix). A link without words is called by what its icon or
 * its label for screen readers says.
 */
#ifndef DOCUMENT_HTML_H
#define DOCUMENT_HTML_H

#include "document/document.h"

struct html;

/* A reader with nothing open. It feeds DOCUMENT, which must outlive it. */
struct html *html_new(struct document *document);
void html_free(struct html *html); /* NULL is fine */

/*
 * The next piece of the page's HTML. A piece may end anywhere, also inside a tag or comment; the stack of open elements
 * survives from one piece to the next. At most 256 levels are kept, deeper ones are ignored (R35).
 */
void html_feed(struct html *html, struct slice piece);

/* The same for words of Markdown that stand between two pieces; their references are decoded, and they hold no math. */
void html_words(struct html *html, struct slice text);

/* Something else of Markdown's stands between two pieces: they are no neighbours. */
void html_interrupt(struct html *html);

/* True inside an element whose content is dropped (script, style, ...; R24): the Markdown reader then drops its text too. */
bool html_is_dropping(const struct html *html);

/* True when the input so far ends inside a tag, a comment or math. */
bool html_is_inside_tag(const struct html *html);

/* As if a tag, comment, hidden element or math that is open had ended here: a piece of Markdown that goes on elsewhere cannot be swallowed. */
void html_end_tag(struct html *html);

/*
 * A paragraph of Markdown begins, and ends: as html_end_tag, and emphasis that was opened in it and not closed ends with it,
 * as it does for kramdown.
 */
void html_begin_paragraph(struct html *html);
void html_end_paragraph(struct html *html);

/* Closes everything that is open; the reader may be used again. */
void html_finish(struct html *html);

#endif
