/* page_text.c - reads pages, and tells whether somebody is still writing them. */
#include "builder/page_text.h"

#include "builder/precheck.h"
#include "site/beneath.h"

#include <errno.h>
#include <unistd.h>

static bool
read_from(int fd, size_t body_at, struct buffer *body)
{
    return lseek(fd, (off_t)body_at, SEEK_SET) >= 0 && beneath_read_all(fd, PRECHECK_BYTES_MAX + 1, body);
}

bool
page_text_read(int root, struct slice path, size_t body_at, struct page_text *text)
{
    struct stat status;
    int fd = beneath_open_file(root, path, &status), reason;
    bool done;

    *text = (struct page_text){ .size = 0 };
    if (fd < 0)
        return false;
    text->modified = status.st_mtim;
    text->size = status.st_size;
    done = read_from(fd, body_at, &text->body);
    reason = errno;
    close(fd);
    if (!done)
        page_text_clear(text);
    errno = reason;
    return done;
}

void
page_text_clear(struct page_text *text)
{
    buffer_clear(&text->body);
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
