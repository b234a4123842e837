/* batch.h - which pages share a converter child. */
#ifndef BUILDER_BATCH_H
#define BUILDER_BATCH_H

#include "document/bounds.h"

/*
 * A batch has 64 pages and 256 KiB at most. On a large site, where a fork costs more than converting a few pages, it may
 * have a sixteenth of the site, up to 256 pages and 1 MiB: every core still has a choice of batches.
 */
#define BATCH_PAGES      64
#define BATCH_PAGES_MAX  256
#define BATCH_PAGE_BYTES ((size_t)4 << 10) /* for each of the pages that a batch may have */

/* What is done with a page; each is what happens when the one before was cut. */
enum conversion {
    CONVERT_PAGE,   /* the page as its author means it */
    CONVERT_SOURCE, /* its source as a preformatted block, by linear code */
};

/* COUNT pages from number FIRST on. */
struct batch {
    size_t first, count;
    enum conversion conversion;
};

/* What of a page decides about its batch. */
struct batch_page {
    size_t bytes;
    enum bounds_verdict verdict;
};

/*
 * Divides COUNT pages, in their order, into runs of at most so many pages and bytes as said above; suspicious and
 * refused pages stand alone, as does a page larger than a batch. The array is the caller's to free().
 */
struct batch *batches_make(const struct batch_page *pages, size_t count, size_t *batch_count);

#endif
