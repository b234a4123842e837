/* stamp.c - a hash of all that tells versions apart. */
#include "site/stamp.h"

#include <time.h>

#include "base/hash.h"

#define COARSE_SECONDS 3 /* longer than a tick of a file system that counts whole seconds, or two */

uint64_t
stamp_of(struct slice path, const struct stat *status)
{
    const int64_t facts[] = { (int64_t)status->st_dev,          (int64_t)status->st_ino,
                              (int64_t)status->st_size,         (int64_t)status->st_mtim.tv_sec,
                              (int64_t)status->st_mtim.tv_nsec, (int64_t)status->st_ctim.tv_sec,
                              (int64_t)status->st_ctim.tv_nsec };
    uint64_t stamp = hash_bytes(slice_make((const char *)facts, sizeof(facts)), hash_bytes(path, 0));

    return stamp != 0 ? stamp : 1;
}

/* A time in the future is that of another clock, about which nothing is known. */
static bool
is_certain(const struct stat *status)
{
    bool coarse = status->st_ctim.tv_nsec == 0 && status->st_mtim.tv_nsec == 0;
    time_t now = time(NULL);

    return coarse ? now - status->st_ctim.tv_sec > COARSE_SECONDS : status->st_ctim.tv_sec <= now;
}

uint64_t
stamp_of_read(struct slice path, const struct rest *rest)
{
    if (rest->held || rest->forgotten || !S_ISREG(rest->status.st_mode) || !is_certain(&rest->status))
        return 0;
    return stamp_of(path, &rest->status);
}
