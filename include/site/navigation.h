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
 * `main` of _data/navigation.yml, else pages with `nav: true` by `nav_order`, else `header_pages` of the configuration.
 * Items that lead to the home page or a place on it are left out, as the foot names it anyway; so are broken ones, with a
 * finding. SITE has its paths.
 */
void navigation_read(struct site *site);

#endif
