/* publish.h - from the files of a tree to published entries: Jekyll's rules (jekyll.md 1), or those of a plain folder (7.2). */
#ifndef SITE_PUBLISH_H
#define SITE_PUBLISH_H

#include "base/slice.h"

struct collection;
struct head;
struct placement;
struct site;

/* Fills SITE's entries with pages, documents, posts and files, by the rules of a Jekyll site. */
void publish_jekyll(struct site *site);

/* The same for a folder of Markdown without `_config.yml`: the home page and what links from it reach. */
void publish_plain(struct site *site);

/* The same for a Hugo site (7.1). */
void publish_hugo(struct site *site);

/* One file as a page at the path of 2.1, or as it is at its own path. */
void publish_page(struct site *site, struct placement *placement, struct slice path, const struct head *head);
void publish_file(struct site *site, struct placement *placement, struct slice path);

/* One file of COLLECTION's folder; one in a folder `_posts`, which PATH names in its first BASE bytes. */
void publish_collected(struct site *site, struct placement *placement, const struct collection *collection,
                       struct slice path);
void publish_post(struct site *site, struct placement *placement, struct slice path, size_t base);

#endif
