/* listing.h - lists that stand for the loops of a theme (jekyll.md 8.9, 8.15, 10), as HTML for the readers of pages. */
#ifndef SITE_LISTING_H
#define SITE_LISTING_H

#include "base/buffer.h"
#include "site/liquid_value.h"

/* What the loop of a theme shows of its documents besides title, date, authors and venue. */
struct listing_style {
    bool excerpt;  /* the beginning of the text, where the front matter has no excerpt */
    bool citation; /* and the links to the paper */
    bool item;     /* the entry stands in a list */
};

/* True if ITEMS are pages or documents; or records: maps of which the first has a title or a text. */
bool listing_is_documents(const struct value_list *items);
bool listing_is_data(const struct value_list *items);

/* True if the lists show the key KEY of their documents, or of their records. */
bool listing_shows(struct slice key, bool documents);

/*
 * Appends ENTRY: a link line with its date or year, then what STYLE says. News without pages of their own are items. Blank
 * lines stand around it.
 */
void listing_document(const struct scope *scope, const struct entry *entry, const struct listing_style *style,
                      struct buffer *html);

/* Appends the record DATA as an item of a list: title, authors, venue, links. */
void listing_record(const struct yaml *data, struct buffer *html);

/* Appends TEXT as HTML text on one line. */
void listing_escape(struct slice text, struct buffer *html);

#endif
