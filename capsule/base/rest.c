/* rest.c - whether a file is at rest: leases, and times where there are none. */
#include "base/rest.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <time.h>

/* Longer than a tick of the clock that dates changes, with the slowest one (100 Hz) and a margin. */
#define TICK_MILLISECONDS 25

/* How long callers wait for a writer: a little longer than files without leases need. */
#define WAIT_MILLISECONDS  (REST_QUIET_MILLISECONDS + 50)
#define PAUSE_MILLISECONDS 10

static bool
same_time(const struct timespec *one, const struct timespec *other)
{
    return one->tv_sec == other->tv_sec && one->tv_nsec == other->tv_nsec;
}

/* The time of the last change of status cannot be set, so it betrays a writer who set that of the content back. */
static bool
is_explained(const struct stat *one, const struct stat *other)
{
    return same_time(&one->st_ctim, &other->st_ctim) || one->st_nlink != other->st_nlink ||
           one->st_mode != other->st_mode || one->st_uid != other->st_uid || one->st_gid != other->st_gid;
}

/* A file that was only linked, unlinked or given other rights still has the same content. */
static bool
is_same(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino && one->st_size == other->st_size &&
           same_time(&one->st_mtim, &other->st_mtim) && is_explained(one, other);
}

/* Milliseconds since the last change. One in the future says nothing: somebody has set the clock. */
static int64_t
age(const struct stat *status)
{
    struct timespec now;
    int64_t milliseconds;

    clock_gettime(CLOCK_REALTIME, &now);
    milliseconds =
        (now.tv_sec - status->st_ctim.tv_sec) * (int64_t)1000 + (now.tv_nsec - status->st_ctim.tv_nsec) / 1000000;
    return milliseconds >= 0 ? milliseconds : INT64_MAX;
}

/* Who wants to write while a lease is held makes the kernel send a signal; SIGURG is one that nobody minds. */
static bool
take_lease(int fd)
{
    return fcntl(fd, F_SETSIG, SIGURG) == 0 && fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
}

static void
end_lease(int fd)
{
    int number = errno;

    fcntl(fd, F_SETLEASE, F_UNLCK);
    errno = number;
}

/* Without a lease only the time since the last change says whether the file is at rest. */
static bool
has_been_quiet(struct rest *rest, int fd, int64_t milliseconds)
{
    if (fstat(fd, &rest->status) != 0)
        return false;
    errno = EBUSY;
    return !S_ISREG(rest->status.st_mode) || age(&rest->status) >= milliseconds;
}

bool
rest_begin(struct rest *rest, int fd)
{
    bool known;

    rest->held = rest->forgotten = false;
    if (!take_lease(fd)) {
        rest->forgotten = errno == EAGAIN;
        return has_been_quiet(rest, fd, rest->forgotten ? REST_IDLE_SECONDS * 1000 : REST_QUIET_MILLISECONDS);
    }
    known = fstat(fd, &rest->status) == 0;
    rest->held = known && age(&rest->status) < TICK_MILLISECONDS;
    if (!rest->held)
        end_lease(fd);
    return known;
}

bool
rest_await(struct rest *rest, int fd)
{
    for (unsigned i = 0; i < WAIT_MILLISECONDS / PAUSE_MILLISECONDS; i++) {
        if (rest_begin(rest, fd))
            return true;
        if (errno != EBUSY || age(&rest->status) > WAIT_MILLISECONDS)
            return false;
        poll(NULL, 0, PAUSE_MILLISECONDS);
    }
    return rest_begin(rest, fd);
}

bool
rest_end(const struct rest *rest, int fd)
{
    struct stat status;
    bool undisturbed = !rest->held || fcntl(fd, F_GETLEASE) == F_RDLCK;
    bool same = !S_ISREG(rest->status.st_mode) || (fstat(fd, &status) == 0 && is_same(&rest->status, &status));

    if (rest->held)
        end_lease(fd);
    return undisturbed && same;
}
