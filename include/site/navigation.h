/* navigation.h - the links that the author put at the top of every page (jekyll.md 3.5, 8.7). */
#ifndef SITE_NAVIGATION_H
#define SITE_NAVIGATION_H

#include "document/target.h"

struct site;

struct navigation_item {
    struct slice label;
    struct target target;
};

struct navigation {
    struct navigation_item *items;
    size_t count;
};

/*
 * The first of these that the site has: a list in _data/navigation.yml or a file of a like name; a list in the
 * configuration under a usual key (`navigation`, `navbar-links`, ...); pages with `nav: true` by `nav_order`;
 * `header_pages` of the configuration; the `nav` element of the author's own layout; every page with a title, where the
 * theme (minima) or that element shows those. Items that lead to the home page or a place on it are left out, as the
 * foot names it anyway; so are broken ones, with a finding. SITE has its paths.
 */
void navigation_read(struct site *site);

/* The same for a Hugo site: the menu `main` of its configuration and of its pages, by weight. */
void navigation_read_hugo(struct site *site);

/* For those that read it: one more item, which line LINE of FILE names. */
void navigation_add(struct site *site, struct slice label, struct slice href, const char *file, unsigned line);

#endif
