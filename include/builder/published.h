/* published.h - what one entry of a site answers, in both protocols and in all its forms. */
#ifndef BUILDER_PUBLISHED_H
#define BUILDER_PUBLISHED_H

#include "builder/page_set.h"

enum published_reply {
    PUBLISHED_GEMINI,
    PUBLISHED_GOPHER,
    PUBLISHED_TEXT, /* this one and the next over Gopher, without bytes where there is no such form */
    PUBLISHED_MARKDOWN,
    PUBLISHED_REPLIES, /* how many there are */
};

struct published {
    const struct entry *entry;
    struct image_reply replies[PUBLISHED_REPLIES];
    const struct image_place *places; /* of the replies in the running image, out of which they are; NULL: not known */
    struct slice urls;                /* url_pages_list() of its menu; without bytes: not known yet */
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
