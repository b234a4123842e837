/* layout_list.h - lists that a theme's layout puts below a page's text: posts, a collection, a category (jekyll.md 8.9). */
#ifndef SITE_LAYOUT_LIST_H
#define SITE_LAYOUT_LIST_H

#include "base/buffer.h"
#include "site/library.h"

/*
 * Appends what the layout LAYOUT of ENTRY would list below BODY, as Liquid, unless BODY lists it itself. OWN is the layout's
 * text, if it lies in the tree: then it must show that it lists something.
 */
void layout_list_add(const struct entry *entry, struct slice layout, const struct included *own, struct slice body,
                     struct buffer *out);

/* True if LAYOUT is one of those that list something. */
bool layout_list_has(struct slice layout);

#endif
