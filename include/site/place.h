/* place.h - many files may want one path: who gets it (jekyll.md 2.4). */
#ifndef SITE_PLACE_H
#define SITE_PLACE_H

#include "site/site.h"

struct site;

/* In the order in which Jekyll writes; the last one to write a file wins. */
enum place_rank { PLACE_PAGE, PLACE_FILE, PLACE_DOCUMENT };

struct candidate {
    struct entry *entry;
    enum place_rank rank;
    size_t collection;        /* DOCUMENT: its number in the configuration */
    struct slice destination; /* the file that Jekyll would write */
};

struct placement {
    struct candidate *items;
    size_t count, capacity;
};

/*
 * A candidate for the path URL (cleaned, not yet encoded in one spelling): sets the entry's key and path. OUTPUT_EXT is
 * empty for files that are copied.
 */
void place_add(struct site *site, struct placement *placement, struct entry *entry, enum place_rank rank,
               size_t collection, struct slice url, struct slice output_ext);

/* Drops the documents of the collection number COLLECTION but for the last MOST of them, by date and path. */
void place_keep_last(struct placement *placement, size_t collection, size_t most);

/*
 * Moves the winners to SITE's entries and frees the candidates. Each loser is a finding "duplicate-path"; a path with a
 * control character, which requests may not have, is nobody's and a finding "unreachable-path".
 */
void place_finish(struct site *site, struct placement *placement);

#endif
