/*
 * layout_text.h - what a theme's layout shows of a page's front matter, of data files and of other pages: text that the
 * page itself lacks (jekyll.md 8.8 - 8.10).
 */
#ifndef SITE_LAYOUT_TEXT_H
#define SITE_LAYOUT_TEXT_H

#include "base/buffer.h"
#include "site/library.h"

/* Markdown or HTML, as the page is, with Liquid in it. { 0 } is empty. */
struct layout_text {
    struct buffer lead; /* between the title and the text: a description, the links of a hero */
    struct buffer rest; /* below the text: lists of posts, news and papers, a curriculum vitae, people */
};

/* What the layout that ENTRY names would show around BODY, its text. */
void layout_text_read(struct library *library, const struct entry *entry, struct slice body, struct layout_text *text);
void layout_text_clear(struct layout_text *text);

/* True if that depends on nothing but ENTRY's own file and the theme's layouts. */
bool layout_text_is_own(const struct entry *entry);

#endif
