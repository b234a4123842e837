/* menu_bar.h - the links that the author's own layout puts on every page, where no file lists them (jekyll.md 8.7). */
#ifndef SITE_MENU_BAR_H
#define SITE_MENU_BAR_H

#include "base/buffer.h"
#include "site/library.h"

/*
 * Appends what the first `nav` element of the site's layouts and their parts holds, Liquid resolved as on the home page.
 * False if there is none.
 */
bool menu_bar_read(struct library *library, struct buffer *html);

#endif
