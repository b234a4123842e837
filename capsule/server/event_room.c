/* event_room.c - has libevent wait once, and for nothing, for descriptors that do not exist yet. */
#include "server/event_room.h"

#include <event2/event_struct.h>
#include <fcntl.h>
#include <unistd.h>

/* Some pages of what libevent keeps, so that few pages hold anything beside it. */
#define RUN 512

static void
on_nothing(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what, (void)argument;
}

static void
wait_once(struct event_base *base, int fd)
{
    struct event event;

    if (event_assign(&event, base, fd, EV_READ, on_nothing, NULL) == 0 && event_add(&event, NULL) == 0)
        event_del(&event);
}

int
event_room_make(struct event_base *base, int fd, int known)
{
    int last = fd + RUN;

    if (fd <= known)
        return known;
    for (int next = fd + 1; next <= last; next++) {
        next = fcntl(fd, F_DUPFD_CLOEXEC, next);
        if (next < 0)
            break; /* no more numbers will come */
        wait_once(base, next);
        close(next);
    }
    return last;
}
