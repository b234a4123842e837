/* page_text.c - reads pages, and tells whether somebody is still writing them. */
#include "builder/page_text.h"

#include "document/bounds.h"
#include "site/beneath.h"
#include "site/front_matter.h"
#include "site/head.h"

#include <errno.h>
#include <unistd.h>

#define FILE_MAX (HEAD_LIMIT + BOUNDS_BYTES + 1)

/*
 * The front matter is cut off again, although the site knows where it ends: the file may have changed since, and what the
 * author keeps in it must not be shown.
 */
static void
find_body(struct page_text *text)
{
    struct slice header;

    front_matter_split(buffer_slice(&text->file), &header, &text->body, &text->body_line);
    text->body = slice_range(text->body, 0, BOUNDS_BYTES + 1);
}

bool
page_text_read(int root, struct slice path, struct page_text *text)
{
    struct stat status;
    int fd = beneath_open_file(root, path, &status), reason;
    bool done;

    *text = (struct page_text){ .size = 0 };
    if (fd < 0)
        return false;
    text->modified = status.st_mtim;
    text->size = status.st_size;
    done = beneath_read_all(fd, FILE_MAX, &text->file);
    reason = errno;
    close(fd);
    if (done)
        find_body(text);
    else
        page_text_clear(text);
    errno = reason;
    return done;
}

void
page_text_clear(struct page_text *text)
{
    buffer_clear(&text->file);
    text->body = slice_make(NULL, 0);
}

bool
page_text_is_fresh(const struct page_text *text, time_t now)
{
    return text->modified.tv_sec + 1 >= now;
}

bool
page_text_is_current(int root, struct slice path, const struct page_text *text)
{
    struct stat status;
    int fd = beneath_open_file(root, path, &status);

    if (fd < 0)
        return false;
    close(fd);
    return status.st_size == text->size && status.st_mtim.tv_sec == text->modified.tv_sec &&
           status.st_mtim.tv_nsec == text->modified.tv_nsec;
}
