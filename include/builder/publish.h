/* publish.h - the entries of an image: which reply stands under which key (jekyll.md 2.6, gopher.md 0). */
#ifndef BUILDER_PUBLISH_H
#define BUILDER_PUBLISH_H

#include "builder/page_set.h"
#include "image/image_writer.h"

/* Where clients look for the one character that stands for the capsule. */
#define FAVICON_PATH "/favicon.txt"

/*
 * Adds to WRITER everything that SET's site publishes: pages in all their forms, files, redirects, variants of paths,
 * pages for the URLs that menus name, and facts. A page that could not be read gets what the running image has under
 * the same keys, if it has that. A redirect that leads nowhere is a finding and is not published.
 */
void publish_site(struct page_set *set, struct image_writer *writer, struct findings *findings);

#endif
