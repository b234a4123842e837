/* image_file.c - from a file into memory. */
#include "image/image_file.h"

#include <errno.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/image_format.h"

static bool
begins_like_an_image(int file)
{
    char magic[sizeof IMAGE_MAGIC - 1];

    return pread(file, magic, sizeof magic, 0) == (ssize_t)sizeof magic &&
           memcmp(magic, IMAGE_MAGIC, sizeof magic) == 0;
}

bool
image_file_load(int file, int memory, struct error *error)
{
    struct stat status;
    off_t at = 0;

    if (fstat(file, &status) != 0)
        return error_set(error, "cannot be read: %s", strerror(errno));
    if (!S_ISREG(status.st_mode) || status.st_size > (off_t)IMAGE_LENGTH_MAX || !begins_like_an_image(file))
        return error_set(error, "this is not a site image; `capsule pack` makes one");
    while (at < status.st_size) {
        ssize_t copied = sendfile(memory, file, &at, (size_t)(status.st_size - at));

        if (copied < 0 && errno == EINTR)
            continue;
        if (copied < 0)
            return error_set(error, "cannot be read: %s", strerror(errno));
        if (copied == 0)
            return error_set(error, "was cut short while it was read");
    }
    return true;
}
