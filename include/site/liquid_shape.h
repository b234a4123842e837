/* liquid_shape.h - whether a loop of a theme shows its items as a list of ours would. Pure. */
#ifndef SITE_LIQUID_SHAPE_H
#define SITE_LIQUID_SHAPE_H

#include "site/listing.h"

/*
 * BODY begins behind `{% for VARIABLE in ITEMS %}`. True if up to its end it prints only what a list of ours shows of ITEMS
 * (listing_shows, and what none of them has), or has a part of the theme print it, under no condition but that something
 * is there; *STYLE is then what it prints besides titles. A loop over the site's posts may also reckon, and print what comes
 * of it below their titles: reading times, links to their tags.
 */
bool liquid_shape_lists(struct slice body, struct slice variable, const struct value_list *items,
                        struct listing_style *style);

/* True if NAME is a part of a theme that prints one document; *STYLE is what it prints. */
bool liquid_shape_entry(struct slice name, struct listing_style *style);

#endif
