/* published.h - what one entry of a site answers, in both protocols and in all its forms. */
#ifndef BUILDER_PUBLISHED_H
#define BUILDER_PUBLISHED_H

#include "builder/page_set.h"

struct published {
    const struct entry *entry;
    struct image_reply gemini, gopher;
    struct image_reply text, markdown; /* over Gopher; without bytes where there is no such form */
};

/*
 * Each fills in all but ENTRY, which is set; what they make lives in ARENA, the forms of a page in the page.
 */
void published_from_page(struct published *published, const struct page *page);

/* From PREVIOUS, the running image or NULL; lent from it. False if it does not have the entry as a page. */
bool published_from_previous(struct published *published, const struct image *previous);

/* A file: its header and where it is; or, if it has front matter, its text (jekyll.md 1.7). False if that is unreadable. */
bool published_from_file(struct published *published, const struct site *site, struct arena *arena,
                         struct findings *findings);

/* The key of PATH: Gopher keys have no leading slash. */
struct slice published_gopher_key(struct slice path);

#endif
