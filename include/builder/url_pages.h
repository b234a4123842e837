/* url_pages.h - pages for Gopher clients that open no URLs themselves: one for each URL that a menu names (gopher.md 3.4). */
#ifndef BUILDER_URL_PAGES_H
#define BUILDER_URL_PAGES_H

#include "base/buffer.h"
#include "image/image_writer.h"

struct url_pages;

/* They are added to WRITER, which is lent. */
struct url_pages *url_pages_new(struct image_writer *writer);
void url_pages_free(struct url_pages *pages);

/* Appends the URLs that the finished menu MENU names and that may have a page, each with a line end behind it. */
void url_pages_list(struct slice menu, struct buffer *urls);

/* Adds the pages of URLS, such a list. */
void url_pages_add(struct url_pages *pages, struct slice urls);

#endif
