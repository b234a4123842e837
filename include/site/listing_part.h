/* listing_part.h - what both kinds of lists share (listing.c, listing_record.c). */
#ifndef SITE_LISTING_PART_H
#define SITE_LISTING_PART_H

#include "base/buffer.h"
#include "config/yaml.h"

/* Appends a scalar, a list with commas; of a map (`{name: ...}`) its name. */
void listing_join_names(struct buffer *text, const struct yaml *node);

/* True if a record's key KEY has a place in the list. */
bool listing_shows_record(struct slice key);

#endif
