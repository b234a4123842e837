/* notify.c - one datagram per state. */
#include "server/notify.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/slice.h"

void
notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    size_t length = path != NULL ? strlen(path) : 0;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    int fd;

    if (length < 2 || length >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
        return;
    memcpy(address.sun_path, path, length);
    if (path[0] == '@')
        address.sun_path[0] = '\0'; /* the abstract name space */
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    sendto(fd, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT, (struct sockaddr *)&address, size);
    close(fd);
}

void
notify_reloading(void)
{
    char state[64];
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(state, sizeof state, "RELOADING=1\nMONOTONIC_USEC=%lld",
             (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
    notify(state);
}

void
notify_successor(pid_t pid)
{
    char state[32];

    snprintf(state, sizeof state, "MAINPID=%d", (int)pid);
    notify(state);
}

unsigned long
notify_watchdog(void)
{
    const char *pid = getenv("WATCHDOG_PID"), *time = getenv("WATCHDOG_USEC");
    unsigned long number, microseconds;

    if (pid != NULL && (!slice_to_number(slice_of(pid), INT_MAX, &number) || number != (unsigned long)getpid()))
        return 0;
    if (time == NULL || !slice_to_number(slice_of(time), ULONG_MAX / 2, &microseconds))
        return 0;
    return microseconds / 2000;
}
