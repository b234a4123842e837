/* page_text.h - the source text of a page, read from the site's tree. */
#ifndef BUILDER_PAGE_TEXT_H
#define BUILDER_PAGE_TEXT_H

#include "base/buffer.h"
#include "site/front_matter.h"

#include <stdint.h>

struct page_text {
    struct buffer file;
    struct slice body;  /* in FILE, behind the front matter; a byte more than a page may have if it is too long */
    unsigned body_line; /* its first line in the file */
    bool forgotten;     /* somebody has the file open for writing, and seems to have forgotten it (rest.h) */
    uint64_t stamp;     /* stamp_of_read(); 0 also of what page_text_take was given */
};

/*
 * Reads one version (rest.h) of the regular file PATH, with a header of DIALECT, beneath ROOT, out of which no symbolic link
 * may lead. False and errno if it cannot be read, EBUSY if somebody is writing it.
 */
bool page_text_read(int root, struct slice path, enum front_matter_dialect dialect, struct page_text *text);

/* The same from WHOLE, which is a file's text already. */
void page_text_take(struct slice whole, enum front_matter_dialect dialect, struct page_text *text);

/* Frees what it holds; { 0 } is fine. */
void page_text_clear(struct page_text *text);

#endif
