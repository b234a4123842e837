/* layout_text.h - what a theme's layout shows of a page's front matter and of data files: text that the page itself lacks. */
#ifndef SITE_LAYOUT_TEXT_H
#define SITE_LAYOUT_TEXT_H

#include "base/buffer.h"
#include "site/library.h"

/* Appends what the layout that ENTRY names would show around its text: a curriculum vitae, the people of a group. */
void layout_text_add(struct library *library, const struct entry *entry, struct buffer *out);

#endif
