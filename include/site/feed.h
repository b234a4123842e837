/* feed.h - an Atom feed of what a site dates and lists (jekyll.md 8.17, RFC 4287). */
#ifndef SITE_FEED_H
#define SITE_FEED_H

#include "base/buffer.h"
#include "site/site.h"

#define FEED_PATH    "/feed.xml"
#define FEED_ENTRIES 50 /* the newest ones */

/* Where the capsule stands. */
struct feed_place {
    const char *host;
    unsigned port;
    bool gopher; /* links are gopher:// URLs of menus, else gemini:// */
};

/* The text of a page as its reader gets it, or empty; lent. */
struct feed_texts {
    void *context;
    struct slice (*find)(void *context, const struct entry *entry);
};

/*
 * The dated posts and documents of all collections that some page lists to which the home page and the navigation lead;
 * the newest first, at most FEED_ENTRIES. What an author took out of the navigation is not fed, although it is published.
 * COUNT 0 means that there is no feed. The array lives in ARENA. To be called once all texts are expanded (liquid.h).
 */
const struct entry **feed_select(const struct site *site, const struct feed_texts *texts, struct arena *arena,
                                 size_t *count);

/*
 * Calls VISIT with each path at which the web site has its feed, if it is another one: what its configuration calls it, and
 * in a Hugo site those of the home page and of the sections that ENTRIES, which are COUNT, belong to.
 */
void feed_aliases(const struct site *site, const struct entry *const *entries, size_t count,
                  void (*visit)(void *context, struct slice path), void *context);

/* Appends the feed of ENTRIES, which are COUNT, for a capsule at PLACE. */
void feed_write(const struct site *site, const struct feed_place *place, const struct entry *const *entries,
                size_t count, struct buffer *out);

#endif
