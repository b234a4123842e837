/* batch.h - which pages share a converter child. */
#ifndef BUILDER_BATCH_H
#define BUILDER_BATCH_H

#include "document/bounds.h"

#define BATCH_PAGES_MAX 64
#define BATCH_BYTES_MAX ((size_t)256 << 10)

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
 * Divides COUNT pages, in their order, into runs of at most BATCH_PAGES_MAX pages and BATCH_BYTES_MAX bytes; suspicious
 * and refused pages stand alone, as does a page larger than a batch. The array is the caller's to free().
 */
struct batch *batches_make(const struct batch_page *pages, size_t count, size_t *batch_count);

#endif
