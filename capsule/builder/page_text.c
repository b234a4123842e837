/* page_text.c - reads pages. */
#include "builder/page_text.h"

#include "document/bounds.h"
#include "site/beneath.h"
#include "site/head.h"
#include "site/stamp.h"

#include <errno.h>

#define FILE_MAX (HEAD_LIMIT + BOUNDS_BYTES + 1)

/*
 * The front matter is cut off again, although the site knows where it ends: the file may have changed since, and what the
 * author keeps in it must not be shown.
 */
static void
find_body(struct page_text *text, enum front_matter_dialect dialect)
{
    struct slice header;

    front_matter_split_any(buffer_slice(&text->file), dialect, &header, &text->body, &text->body_line);
    text->body = slice_range(text->body, 0, BOUNDS_BYTES + 1);
}

bool
page_text_read(int root, struct slice path, enum front_matter_dialect dialect, struct page_text *text)
{
    struct rest rest;
    int number;

    *text = (struct page_text){ .body_line = 0 };
    if (beneath_read_resting(root, path, FILE_MAX, &text->file, &rest)) {
        text->forgotten = rest.forgotten;
        text->stamp = stamp_of_read(path, &rest);
        find_body(text, dialect);
        return true;
    }
    number = errno;
    page_text_clear(text);
    errno = number;
    return false;
}

void
page_text_take(struct slice whole, enum front_matter_dialect dialect, struct page_text *text)
{
    *text = (struct page_text){ .body_line = 0 };
    text->file = (struct buffer){ slice_copy(whole), whole.length, whole.length };
    find_body(text, dialect);
}

void
page_text_clear(struct page_text *text)
{
    buffer_clear(&text->file);
    text->body = slice_make(NULL, 0);
}
