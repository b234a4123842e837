/* listing.h - lists that stand for the loops of a theme (jekyll.md 8.9, 8.15, 10), as HTML for the readers of pages. */
#ifndef SITE_LISTING_H
#define SITE_LISTING_H

#include "base/buffer.h"
#include "site/liquid_value.h"

/*
 * Appends the documents of SELECTION: a link line each, with its date or year, and a second line with authors and venue or
 * an excerpt. News without pages of their own are items. Blank lines stand around the list; nothing for an empty one.
 */
void listing_documents(struct library *library, const struct selection *selection, struct buffer *html);

/* True if DATA is a list of records: maps of which the first has a title or a text. */
bool listing_is_data(const struct yaml *data);

/* Appends the records of such a list: title, authors, venue, links. At most LIMIT (0: all). */
void listing_data(const struct yaml *data, size_t limit, struct buffer *html);

/* Appends TEXT as HTML text on one line. */
void listing_escape(struct slice text, struct buffer *html);

#endif
