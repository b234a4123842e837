/* page_text.h - the source text of a page, read from the site's tree. */
#ifndef BUILDER_PAGE_TEXT_H
#define BUILDER_PAGE_TEXT_H

#include "base/buffer.h"

#include <time.h>

struct page_text {
    struct buffer file;
    struct slice body;        /* in FILE, behind the front matter; a byte more than a page may have if it is too long */
    unsigned body_line;       /* its first line in the file */
    struct timespec modified; /* both as they were before reading */
    long long size;
};

/* Reads the regular file PATH beneath ROOT, out of which no symbolic link may lead. False and errno if it cannot be read. */
bool page_text_read(int root, struct slice path, struct page_text *text);

/* Frees what it holds; { 0 } is fine. */
void page_text_clear(struct page_text *text);

/* True if the file had been changed so shortly before NOW that somebody may still be writing it. */
bool page_text_is_fresh(const struct page_text *text, time_t now);

/* True if the file still has the size and time that it had when it was read. */
bool page_text_is_current(int root, struct slice path, const struct page_text *text);

#endif
