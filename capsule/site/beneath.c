/* beneath.c - opens files below the site's root and nothing else. */
#include "site/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of reading a file that is changed while it is read. */
enum { ATTEMPTS = 3 };

/* Before Linux 5.6, or under a filter that does not know openat2: one component at a time, no links at all. */
static int
open_by_steps(int root, struct slice path, int flags)
{
    int folder = fcntl(root, F_DUPFD_CLOEXEC, 0);
    struct slice part;

    while (folder >= 0 && slice_take_part(&path, '/', &part)) {
        char *name = slice_copy(part);
        int step = path.length > 0 ? O_PATH | O_DIRECTORY : flags;
        int next = slice_is(part, "..") ? -1 : openat(folder, name, step | O_NOFOLLOW | O_CLOEXEC);
        int saved = errno;

        free(name);
        close(folder);
        errno = slice_is(part, "..") ? EXDEV : saved;
        folder = next;
    }
    return folder;
}

static int
open_named(int root, const char *name, int flags, unsigned more)
{
    struct open_how how = { .flags = (unsigned)flags | O_CLOEXEC,
                            .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | more };
    long fd = syscall(SYS_openat2, root, name, &how, sizeof(how));

    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        return open_by_steps(root, slice_of(name), flags);
    return (int)fd;
}

int
beneath_open(int root, struct slice path, int flags)
{
    char *name = path.length > 0 ? slice_copy(path) : slice_copy(slice_of("."));
    int fd = open_named(root, name, flags, 0);
    int saved = errno;

    free(name);
    errno = saved;
    return fd;
}

int
beneath_open_real(int root, const char *path, int flags)
{
    return open_named(root, path, flags, RESOLVE_NO_SYMLINKS);
}

/* What the kernel calls the file of DESCRIPTOR; empty if it is too long or gone. */
static struct slice
name_of(int descriptor, char *room, size_t size)
{
    char link[32];
    ssize_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    length = readlink(link, room, size);
    return length > 0 && (size_t)length < size ? slice_make(room, (size_t)length) : slice_make(room, 0);
}

struct slice
beneath_real_path(int root, int fd, struct arena *arena)
{
    char folder_room[PATH_MAX], file_room[PATH_MAX];
    struct slice folder = name_of(root, folder_room, sizeof folder_room);
    struct slice file = name_of(fd, file_room, sizeof file_room), rest;

    if (folder.length == 0 || file.length <= folder.length || memcmp(file.bytes, folder.bytes, folder.length) != 0)
        return slice_make("", 0);
    rest = slice_from(file, folder.length);
    return *rest.bytes == '/' ? arena_copy(arena, slice_from(rest, 1)) : slice_make("", 0);
}

int
beneath_open_file(int root, struct slice path, struct stat *status)
{
    int fd = beneath_open(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);

    if (fd < 0)
        return -1;
    if (fstat(fd, status) == 0 && S_ISREG(status->st_mode))
        return fd;
    close(fd);
    errno = EINVAL;
    return -1;
}

bool
beneath_read_all(int fd, size_t limit, struct buffer *out)
{
    while (limit > 0) {
        char block[16384];
        ssize_t got = read(fd, block, limit < sizeof(block) ? limit : sizeof(block));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        buffer_add(out, slice_make(block, (size_t)got));
        limit -= (size_t)got;
    }
    return true;
}

/* LIMIT, or less where the file at rest is known to have less: then its end need not be looked for by one more read. */
static size_t
length_of(const struct rest *rest, size_t limit)
{
    off_t size = S_ISREG(rest->status.st_mode) ? rest->status.st_size : 0;

    return size > 0 && (uint64_t)size < limit ? (size_t)size : limit;
}

/* Appends what FD holds, if it is at rest all the time. */
static bool
read_at_rest(int fd, size_t limit, struct buffer *out, struct rest *rest)
{
    bool fine;

    if (!rest_await(rest, fd))
        return false;
    fine = beneath_read_all(fd, length_of(rest, limit), out);
    if (rest_end(rest, fd))
        return fine;
    errno = EBUSY;
    return false;
}

bool
beneath_read(int root, struct slice path, size_t limit, struct buffer *out)
{
    struct rest rest;

    return beneath_read_resting(root, path, limit, out, &rest);
}

bool
beneath_read_resting(int root, struct slice path, size_t limit, struct buffer *out, struct rest *rest)
{
    size_t start = out->length;

    for (unsigned attempt = 1;; attempt++) {
        struct stat status;
        int fd = beneath_open_file(root, path, &status), number;
        bool fine = fd >= 0 && read_at_rest(fd, limit, out, rest);

        number = errno;
        if (fd >= 0)
            close(fd);
        errno = number;
        if (fine || number != EBUSY || attempt == ATTEMPTS)
            return fine;
        buffer_truncate(out, start);
    }
}
