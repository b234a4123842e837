/*
 * gopher_item.h - where a link's target leads in a menu: the four fields of RFC 1436 that are not its words (gopher.md 3.1).
 *
 * A page and a file of this server have their own selectors, a gopher:// URL is split into its fields, and everything else
 * is an `h` item whose selector is `URL:` and the URL. So is a gopher:// URL that no client could ask for as fields: with
 * a control in its selector, which `%09` of a search is, or without a type.
 */
#ifndef DOCUMENT_GOPHER_ITEM_H
#define DOCUMENT_GOPHER_ITEM_H

#include "document/target.h"
#include "document/writer.h"

/* Slices are lent, by the target, the place or ROOM. */
struct gopher_item {
    char type;
    struct slice selector, host;
    unsigned port;
};

/* The item of TARGET on the server at PLACE. ROOM holds what is put together; it is used again by the next call. */
struct gopher_item gopher_item_of(const struct target *target, const struct gopher_place *place, struct buffer *room);

/* An item of that server, with a SELECTOR that is known. */
struct gopher_item gopher_item_own(char type, struct slice selector, const struct gopher_place *place);

/* A line that leads nowhere. */
struct gopher_item gopher_item_info(void);

#endif
