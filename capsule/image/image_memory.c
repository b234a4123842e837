/* image_memory.c - memfd and its seals. */
#include "image/image_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

int
image_memory_new(void)
{
    return memfd_create("capsule-image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

bool
image_memory_seal(int fd, struct error *error)
{
    if (fcntl(fd, F_ADD_SEALS, SEALS) == 0)
        return true;
    return error_set(error, "cannot seal the site image: %s", strerror(errno));
}

bool
image_memory_is_sealed(int fd)
{
    int seals = fcntl(fd, F_GET_SEALS);

    return seals != -1 && (seals & SEALS) == SEALS;
}
