/* body.c - the text of a page, read when nobody is writing it. */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "site/beneath.h"
#include "site/front_matter.h"
#include "site/site_data.h"

enum { BODY_LIMIT = 64 << 20, TRIES = 3, PAUSE_NANOSECONDS = 10000000 };

static bool
is_same_file(const struct stat *one, const struct stat *other)
{
    return one->st_size == other->st_size && one->st_mtim.tv_sec == other->st_mtim.tv_sec &&
           one->st_mtim.tv_nsec == other->st_mtim.tv_nsec && one->st_ino == other->st_ino;
}

/*
 * An editor may be in the middle of writing a file that changed within the last second: it is trusted if it is still the
 * same a moment after it was read.
 */
static bool
read_settled(const struct site *site, struct slice path, struct buffer *text, bool *settled)
{
    const struct timespec pause = { 0, PAUSE_NANOSECONDS };
    struct stat before, after;
    int fd = beneath_open_file(site->root, path, &before);
    bool fine;

    *settled = true;
    if (fd < 0)
        return false;
    errno = EFBIG;
    fine = before.st_size <= BODY_LIMIT && beneath_read_all(fd, BODY_LIMIT, text);
    if (fine && time(NULL) - before.st_mtim.tv_sec <= 1) {
        nanosleep(&pause, NULL);
        *settled = fstat(fd, &after) == 0 && is_same_file(&before, &after);
    }
    close(fd);
    return fine;
}

bool
site_read_body(const struct site *site, const struct entry *entry, struct buffer *out, struct error *error)
{
    struct buffer text = { 0 };
    struct slice header, body;
    unsigned line;
    bool settled = false, fine = true;

    for (unsigned attempt = 0; attempt < TRIES && fine && !settled; attempt++) {
        buffer_truncate(&text, 0);
        fine = read_settled(site, entry->source, &text, &settled);
    }
    front_matter_split(buffer_slice(&text), &header, &body, &line);
    if (fine && settled)
        buffer_add(out, body);
    buffer_clear(&text);
    if (!fine)
        return error_set(error, "%s: cannot be read: %s", entry->source.bytes, strerror(errno));
    return settled || error_set(error, "%s: is being written", entry->source.bytes);
}
