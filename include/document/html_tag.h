/*
 * html_tag.h - one tag, byte by byte: from the first letter of its name to its `>` (HTML 13.2.5.8 and 13.2.5.32 to .40).
 *
 * Attributes may be in quotes of either kind or in none, stand without a value, or be parted by slashes. A name is as
 * written; a value has its references decoded. Any bytes are a tag; nothing fails.
 */
#ifndef DOCUMENT_HTML_TAG_H
#define DOCUMENT_HTML_TAG_H

#include "document/reference.h"

struct html_attribute {
    struct slice name, value;
};

struct html_tag {
    struct slice name;
    bool closing;
    const struct html_attribute *attributes; /* none for a closing tag */
    size_t attribute_count;
};

/* The value of the attribute NAME, the first if it is repeated; empty if there is none. */
struct slice html_tag_value(const struct html_tag *tag, const char *name);

struct html_tag_reader;

/* A reader for one tag after the other. */
struct html_tag_reader *html_tag_reader_new(void);
void html_tag_reader_free(struct html_tag_reader *reader); /* NULL is fine */

/* A tag begins, behind `<`, or behind `</` if it is CLOSING. So much of its NAME has been seen already. */
void html_tag_begin(struct html_tag_reader *reader, bool closing, struct slice name);

/* How much of PIECE, which is not empty, belongs to the tag, its `>` included; *COMPLETE is set behind that. */
size_t html_tag_feed(struct html_tag_reader *reader, struct slice piece, bool *complete);

/* The tag as far as it has come. Lent until the next one begins. */
struct html_tag html_tag_read(struct html_tag_reader *reader, struct references *references);

#endif
