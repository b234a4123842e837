/* acceptor.c - takes connections off one listening socket. */
#include "server/acceptor.h"

#include <errno.h>
#include <event2/event_struct.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/arrival.h"
#include "server/deadline.h"

/* Connections taken per wake-up: with one, workers that share the socket share the load evenly. */
#define ACCEPT_BURST 1

/* The most that are taken from the queue when the socket is about to be closed. */
#define LAST_BURST 4096

/* How long accepting rests when the system is short of something: it would fail again at once (hardening.md L8). */
static const struct timeval rest_delay = { .tv_usec = 100 * 1000 };

/* At most one line about it per this time. */
#define LOG_MILLISECONDS 1000

struct acceptor {
    struct service *service;
    const struct service_port *port;
    int fd;
    size_t descriptors;
    struct event readable, rested;
    int64_t logged_at;
};

static void
rest(struct acceptor *acceptor, const char *reason)
{
    int64_t now = deadline_now();

    event_del(&acceptor->readable);
    evtimer_add(&acceptor->rested, &rest_delay);
    if (acceptor->logged_at != 0 && now - acceptor->logged_at < LOG_MILLISECONDS)
        return;
    acceptor->logged_at = now;
    log_line(LOG_WARNING, "accepting rests for a moment: %s", reason);
}

static void
on_rested(evutil_socket_t fd, short what, void *argument)
{
    struct acceptor *acceptor = argument;

    (void)fd;
    (void)what;
    event_add(&acceptor->readable, NULL);
}

static bool
is_shortage(int number)
{
    return number == EMFILE || number == ENFILE || number == ENOBUFS || number == ENOMEM;
}

/* True if another accept may follow. What the client or the network has spoilt (ECONNABORTED, EPROTO, ...) is no event. */
static bool
accept_one(struct acceptor *acceptor)
{
    struct sockaddr_storage peer = { .ss_family = AF_UNSPEC };
    socklen_t size = sizeof peer;
    int fd = accept4(acceptor->fd, (struct sockaddr *)&peer, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0) {
        arrival_accept(acceptor->service, acceptor->port, fd, (struct sockaddr *)&peer);
        return true;
    }
    if (!is_shortage(errno))
        return errno != EAGAIN;
    rest(acceptor, strerror(errno));
    service_evict(acceptor->service);
    return false;
}

static void
on_acceptable(evutil_socket_t fd, short what, void *argument)
{
    struct acceptor *acceptor = argument;

    (void)fd;
    (void)what;
    for (int i = 0; i < ACCEPT_BURST; i++) {
        if (service_count(acceptor->service) >= acceptor->descriptors && !service_evict(acceptor->service)) {
            rest(acceptor, "all descriptors are in use");
            return;
        }
        if (!accept_one(acceptor))
            return;
    }
}

void
acceptor_finish(struct acceptor *acceptor)
{
    if (acceptor == NULL)
        return;
    for (int i = 0; i < LAST_BURST && service_count(acceptor->service) < acceptor->descriptors; i++)
        if (!accept_one(acceptor))
            return;
}

struct acceptor *
acceptor_new(struct service *service, size_t index, const struct listener *listener, struct event_base *base,
             size_t descriptors)
{
    struct acceptor *acceptor = memory_new(sizeof *acceptor);

    acceptor->service = service;
    acceptor->port = service_port_at(service, index);
    acceptor->fd = listener->fd;
    acceptor->descriptors = descriptors;
    event_assign(&acceptor->readable, base, acceptor->fd, EV_READ | EV_PERSIST, on_acceptable, acceptor);
    evtimer_assign(&acceptor->rested, base, on_rested, acceptor);
    event_add(&acceptor->readable, NULL);
    return acceptor;
}

void
acceptor_free(struct acceptor *acceptor)
{
    if (acceptor == NULL)
        return;
    event_del(&acceptor->readable);
    evtimer_del(&acceptor->rested);
    free(acceptor);
}
