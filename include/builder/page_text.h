/* page_text.h - the source text of a page, read from the site's tree without front matter. */
#ifndef BUILDER_PAGE_TEXT_H
#define BUILDER_PAGE_TEXT_H

#include "base/buffer.h"

#include <time.h>

struct page_text {
    struct buffer body;       /* at most PRECHECK_BYTES_MAX + 1 bytes, so that a longer one is seen to be too long */
    struct timespec modified; /* both as they were before reading */
    long long size;
};

/*
 * Reads the regular file PATH beneath ROOT from the byte BODY_AT on. Symbolic links may not lead out of ROOT. False and
 * errno if it cannot be read.
 */
bool page_text_read(int root, struct slice path, size_t body_at, struct page_text *text);
void page_text_clear(struct page_text *text);

/* True if the file had been changed so shortly before NOW that somebody may still be writing it. */
bool page_text_is_fresh(const struct page_text *text, time_t now);

/* True if the file still has the size and time that it had when it was read. */
bool page_text_is_current(int root, struct slice path, const struct page_text *text);

#endif
