/* file.c - whole small files. */
#include "server/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP 4096

bool
file_read(int fd, const char *name, size_t limit, struct buffer *content, struct error *error)
{
    for (;;) {
        ssize_t got;

        buffer_reserve(content, STEP);
        got = read(fd, content->bytes + content->length, STEP);
        if (got < 0)
            return error_set(error, "cannot read %s: %s", name, strerror(errno));
        if (got == 0)
            return true;
        content->length += (size_t)got;
        if (content->length > limit)
            return error_set(error, "%s is larger than %zu KiB", name, limit / 1024);
    }
}

bool
file_write(int fd, struct slice text)
{
    while (text.length > 0) {
        ssize_t put = write(fd, text.bytes, text.length);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        text = slice_from(text, (size_t)put);
    }
    return true;
}

int
file_memory(struct slice text, struct error *error)
{
    int fd = memfd_create("capsule", MFD_CLOEXEC);

    if (fd >= 0 && file_write(fd, text))
        return fd;
    error_set(error, "no memory to hand over to another process: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

int
file_shared_memory(const char *name, size_t size)
{
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (fd < 0)
        return -1;
    if (ftruncate(fd, (off_t)size) == 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
        return fd;
    close(fd);
    return -1;
}

static size_t
map_whole(int fd, void **bytes)
{
    struct stat status;

    *bytes = MAP_FAILED;
    if (fstat(fd, &status) != 0 || status.st_size == 0)
        return 0;
    *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
    return *bytes == MAP_FAILED ? 0 : (size_t)status.st_size;
}

bool
file_same(int one, int other)
{
    void *bytes[2];
    size_t lengths[2] = { map_whole(one, &bytes[0]), map_whole(other, &bytes[1]) };
    bool same = lengths[0] > 0 && lengths[0] == lengths[1] && memcmp(bytes[0], bytes[1], lengths[0]) == 0;

    for (size_t i = 0; i < 2; i++)
        if (lengths[i] > 0)
            munmap(bytes[i], lengths[i]);
    return same;
}

bool
file_take_memory(int fd, bool wipe, struct buffer *content, struct error *error)
{
    struct stat status;
    ssize_t got;

    if (fstat(fd, &status) != 0)
        return error_set(error, "descriptor %d was not handed over", fd);
    buffer_reserve(content, (size_t)status.st_size + 1);
    got = pread(fd, content->bytes, (size_t)status.st_size, 0);
    if (got != status.st_size)
        return error_set(error, "descriptor %d cannot be read: %s", fd, strerror(errno));
    content->length = (size_t)got;
    if (wipe && status.st_size > 0 && fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, status.st_size) != 0)
        return error_set(error, "the key that was handed over cannot be wiped: %s", strerror(errno));
    close(fd);
    return true;
}

bool
file_real_path(const char *path, char real[PATH_MAX])
{
    char folder[PATH_MAX], full[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int length = slash == NULL ? 0 : (int)(slash - path);

    if (realpath(path, real) != NULL)
        return true;
    if (snprintf(folder, sizeof folder, "%.*s/", length, slash == NULL ? "." : path) >= (int)sizeof folder)
        return false;
    if (realpath(slash == NULL ? "." : folder, full) == NULL)
        return false;
    return snprintf(real, PATH_MAX, "%s/%s", full, slash == NULL ? path : slash + 1) < PATH_MAX;
}
