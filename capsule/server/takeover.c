/* takeover.c - the few words between a program and the newer one that replaces it. */
#include "server/takeover.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/notify.h"

struct takeover {
    struct event_base *base;
    struct takeover_events events;
    char *path;               /* of this program, or of a newer one in its place; NULL: unknown */
    struct process successor; /* a newer program that takes over, or none */
    struct event *successor_event;
    int predecessor; /* the socket to the program that this one replaces, or -1 */
    struct event *predecessor_event;
    bool is_leaving;
};

/* --- A newer program takes over --- */

static void
forget_successor(struct takeover *takeover)
{
    if (takeover->successor_event != NULL)
        event_free(takeover->successor_event);
    takeover->successor_event = NULL;
    process_forget(&takeover->successor);
}

/* The successor is ready: this process goes, without a word to systemd but whom to watch now. */
static void
on_successor(evutil_socket_t fd, short what, void *argument)
{
    struct takeover *takeover = argument;
    char byte;

    (void)what;
    if (recv(fd, &byte, 1, MSG_DONTWAIT) != 1 || byte != CONTROL_READY) {
        event_del(takeover->successor_event); /* its end will be told */
        return;
    }
    log_line(LOG_INFO, "process %d takes over", (int)takeover->successor.pid);
    notify_successor(takeover->successor.pid);
    takeover->events.on_successor_ready(takeover->events.context);
}

void
takeover_start(struct takeover *takeover, const struct listeners *listeners)
{
    struct error error = { "the path of this program is not known" };

    if (takeover->successor.pid > 0) {
        log_line(LOG_WARNING, "process %d has been started already and is not ready; to try again, end it first",
                 (int)takeover->successor.pid);
        return;
    }
    if (takeover->path == NULL || !upgrade_start(&takeover->successor, takeover->path, listeners, &error)) {
        log_line(LOG_ERROR, "%s; what runs stays as it is", error.text);
        return;
    }
    log_line(LOG_INFO, "starting %s as process %d to take over", takeover->path, (int)takeover->successor.pid);
    takeover->successor_event =
        event_new(takeover->base, takeover->successor.control, EV_READ | EV_PERSIST, on_successor, takeover);
    event_add(takeover->successor_event, NULL);
}

void
takeover_leave(struct takeover *takeover)
{
    takeover->is_leaving = true;
}

void
takeover_give_up(struct takeover *takeover)
{
    if (takeover->successor.pid <= 0)
        return;
    kill(takeover->successor.pid, SIGTERM);
    forget_successor(takeover);
}

void
takeover_say_stopped(struct takeover *takeover)
{
    const char accept = CONTROL_ACCEPT;

    if (takeover->is_leaving && takeover->successor.pid > 0)
        (void)!send(takeover->successor.control, &accept, 1, MSG_NOSIGNAL);
}

/* It has failed before it could take over, or has ended since. */
bool
takeover_take_end(struct takeover *takeover, pid_t pid, int status)
{
    char end[128];

    if (pid != takeover->successor.pid)
        return false;
    process_describe_end(status, end, sizeof end);
    if (!takeover->is_leaving)
        log_line(LOG_ERROR, "the new program %s; what runs stays as it is", end);
    forget_successor(takeover);
    return true;
}

/* --- This one is the newer program --- */

static void
on_predecessor(evutil_socket_t fd, short what, void *argument)
{
    struct takeover *takeover = argument;

    (void)fd, (void)what;
    event_del(takeover->predecessor_event);
    takeover->events.on_predecessor_stopped(takeover->events.context);
}

bool
takeover_ask(struct takeover *takeover)
{
    const char ready = CONTROL_READY;

    if (takeover->predecessor < 0 || send(takeover->predecessor, &ready, 1, MSG_NOSIGNAL) != 1)
        return false;
    takeover->predecessor_event = event_new(takeover->base, takeover->predecessor, EV_READ, on_predecessor, takeover);
    event_add(takeover->predecessor_event, NULL);
    return true;
}

/* --- Its life --- */

struct takeover *
takeover_new(struct event_base *base, const struct takeover_events *events)
{
    struct takeover *takeover = memory_new(sizeof *takeover);

    takeover->base = base;
    takeover->events = *events;
    takeover->path = upgrade_path();
    takeover->successor = (struct process){ 0, -1 };
    takeover->predecessor = upgrade_predecessor();
    return takeover;
}

void
takeover_free(struct takeover *takeover)
{
    if (takeover == NULL)
        return;
    forget_successor(takeover);
    if (takeover->predecessor >= 0)
        close(takeover->predecessor);
    if (takeover->predecessor_event != NULL)
        event_free(takeover->predecessor_event);
    free(takeover->path);
    free(takeover);
}
