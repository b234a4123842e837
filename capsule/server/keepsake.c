/* keepsake.c - read whole, written whole. */
#include "server/keepsake.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_BYTES ((off_t)64 << 20)

int
keepsake_new(struct error *error)
{
    int fd = memfd_create("capsule-keepsake", MFD_CLOEXEC);

    if (fd < 0)
        error_set(error, "no memory for what one build tells the next: %s", strerror(errno));
    return fd;
}

void
keepsake_read(int fd, struct buffer *out)
{
    struct stat status;
    ssize_t got;

    if (fstat(fd, &status) != 0 || status.st_size > MOST_BYTES)
        return;
    buffer_reserve(out, (size_t)status.st_size);
    got = pread(fd, out->bytes + out->length, (size_t)status.st_size, 0);
    if (got == status.st_size)
        out->length += (size_t)got;
}

void
keepsake_write(int fd, struct slice text)
{
    if (ftruncate(fd, 0) != 0 || text.length > (size_t)MOST_BYTES)
        return;
    if (pwrite(fd, text.bytes, text.length, 0) != (ssize_t)text.length)
        (void)!ftruncate(fd, 0);
}
