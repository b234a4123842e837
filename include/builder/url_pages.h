/* url_pages.h - pages for Gopher clients that open no URLs themselves: one for each URL that a menu names (gopher.md 3.4). */
#ifndef BUILDER_URL_PAGES_H
#define BUILDER_URL_PAGES_H

#include "image/image_writer.h"

struct url_pages;

/* They are added to WRITER, which is lent. */
struct url_pages *url_pages_new(struct image_writer *writer);
void url_pages_free(struct url_pages *pages);

/* Adds those of the finished menu MENU: exactly what a client can be shown it can ask for. */
void url_pages_add(struct url_pages *pages, struct slice menu);

#endif
