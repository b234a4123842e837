/*
 * other_clock.c - clocks that a test sets: the seconds to add to each, in the file that OTHER_CLOCK names.
 *
 * To be preloaded. When a machine's time is corrected, the wall clock alone jumps (W12); what lasts a minute is over at once
 * when the monotonic one does (E4).
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct ahead {
    atomic_long wall;
    atomic_long monotonic;
};

static struct ahead *ahead;

static void __attribute__((constructor))
find_clock(void)
{
    const char *path = getenv("OTHER_CLOCK");
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *mapped = fd >= 0 ? mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;

    if (fd >= 0)
        close(fd);
    if (mapped != MAP_FAILED)
        ahead = mapped;
}

int
clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = (int)syscall(SYS_clock_gettime, clock, time);

    if (result != 0 || ahead == NULL)
        return result;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        time->tv_sec += atomic_load(&ahead->wall);
    if (clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE)
        time->tv_sec += atomic_load(&ahead->monotonic);
    return result;
}

time_t
time(time_t *seconds)
{
    struct timespec now = { 0 };

    clock_gettime(CLOCK_REALTIME, &now);
    if (seconds != NULL)
        *seconds = now.tv_sec;
    return now.tv_sec;
}

int
gettimeofday(struct timeval *restrict value, void *restrict zone)
{
    struct timespec now = { 0 };

    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    value->tv_sec = now.tv_sec;
    value->tv_usec = now.tv_nsec / 1000;
    return 0;
}
