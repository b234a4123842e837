/*
 * master.c - the process that starts, watches and replaces all the others, from its first to its last event.
 *
 * What the workers serve is publication.c's business, how another program takes over takeover.c's. Here they meet: what
 * signals ask for, who is told of a child's end, and what happens when the server begins, is ready and stops.
 */
#include "server/master.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/log.h"
#include "server/control.h"
#include "server/deadline.h"
#include "server/event_memory.h"
#include "server/notify.h"
#include "server/privileges.h"
#include "server/publication.h"
#include "server/report.h"
#include "server/sockets.h"
#include "server/takeover.h"

#define SIGNAL_COUNT 6

struct master {
    const struct master_options *options;
    struct event_base *base;
    struct event *signals[SIGNAL_COUNT];
    struct event *watchdog;
    struct listeners listeners;
    struct statistics *statistics;
    struct crowd *crowd;
    struct control *control; /* or NULL */
    struct publication *publication;
    struct takeover *takeover;
    time_t started_at;
    bool stopping, failed;
    struct error *error;
};

static void
stop(struct master *master)
{
    if (master->stopping)
        return;
    master->stopping = true;
    takeover_leave(master->takeover);
    listeners_clear(&master->listeners); /* so that a client is refused instead of kept waiting */
    publication_stop(master->publication);
}

/* --- What is published --- */

static void
report(void *context, struct buffer *out)
{
    const struct master *master = context;

    report_state(publication_succession(master->publication), master->statistics,
                 (long long)(deadline_now() / 1000 - master->started_at), out);
}

/* At PATH, or nowhere (NULL). Not to be able to is no reason not to serve. */
static void
open_control(struct master *master, const char *path)
{
    struct error error;

    if (path != NULL && control_path(master->control) != NULL && strcmp(path, control_path(master->control)) == 0)
        return;
    control_free(master->control);
    master->control = NULL;
    if (path == NULL)
        return;
    master->control = control_new(master->base, path, report, master, &error);
    if (master->control == NULL)
        log_line(LOG_WARNING, "%s", error.text);
}

static bool
on_ready(void *context, const struct edition *edition, bool first)
{
    struct master *master = context;

    open_control(master, edition->settings.control);
    return first && takeover_ask(master->takeover);
}

static void
on_first(void *context, const struct edition *edition)
{
    struct master *master = context;

    report_ready(edition, &master->listeners);
    notify("READY=1");
}

static void
on_stopped(void *context)
{
    takeover_say_stopped(((struct master *)context)->takeover);
}

static void
on_failed(void *context, const struct error *error)
{
    struct master *master = context;

    *master->error = *error;
    master->failed = true;
    event_base_loopbreak(master->base);
}

static void
on_over(void *context)
{
    event_base_loopbreak(((struct master *)context)->base);
}

/* --- Another program --- */

static void
on_successor_ready(void *context)
{
    stop(context);
}

static void
on_predecessor_stopped(void *context)
{
    publication_go_on(((struct master *)context)->publication);
}

/* --- Signals --- */

static void
on_child(evutil_socket_t number, short what, void *argument)
{
    struct master *master = argument;
    int status;
    pid_t pid;

    (void)number, (void)what;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (!takeover_take_end(master->takeover, pid, status))
            publication_take_end(master->publication, pid, status);
    publication_tidy(master->publication);
}

static void
on_hangup(evutil_socket_t number, short what, void *argument)
{
    (void)number, (void)what;
    publication_renew(((struct master *)argument)->publication);
}

static void
on_reopen(evutil_socket_t number, short what, void *argument)
{
    (void)number, (void)what;
    log_line(LOG_INFO, "reopening the access log");
    publication_reopen_log(((struct master *)argument)->publication);
}

static void
on_upgrade(evutil_socket_t number, short what, void *argument)
{
    struct master *master = argument;

    (void)number, (void)what;
    if (!master->stopping && publication_is_ready(master->publication))
        takeover_start(master->takeover, &master->listeners);
}

/* The second time somebody is in a hurry. */
static void
on_stop(evutil_socket_t number, short what, void *argument)
{
    struct master *master = argument;

    (void)number, (void)what;
    if (master->stopping) {
        publication_kill(master->publication);
        return;
    }
    notify("STOPPING=1");
    takeover_give_up(master->takeover);
    stop(master);
}

/* --- Its life --- */

static const struct {
    int number;
    event_callback_fn call;
} signal_table[SIGNAL_COUNT] = {
    { SIGTERM, on_stop },   { SIGINT, on_stop },     { SIGHUP, on_hangup },
    { SIGUSR1, on_reopen }, { SIGUSR2, on_upgrade }, { SIGCHLD, on_child },
};

/* A log whose reader is gone must not end the service; and every connection needs a descriptor. */
static void
prepare_process(void)
{
    struct rlimit files;

    signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

static void
on_watchdog(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what, (void)argument;
    notify("WATCHDOG=1");
}

static void
start_watchdog(struct master *master)
{
    unsigned long interval = notify_watchdog();
    struct timeval time = { (time_t)(interval / 1000), (suseconds_t)(interval % 1000 * 1000) };

    if (interval > 0)
        event_add(master->watchdog, &time);
}

static bool
prepare_loop(struct master *master, struct error *error)
{
    event_memory_use();
    master->base = event_base_new();
    if (master->base == NULL)
        return error_set(error, "the system gives no event loop: %s", strerror(errno));
    master->watchdog = event_new(master->base, -1, EV_PERSIST, on_watchdog, master);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        master->signals[i] = evsignal_new(master->base, signal_table[i].number, signal_table[i].call, master);
        event_add(master->signals[i], NULL);
    }
    start_watchdog(master);
    return true;
}

static void
prepare_parts(struct master *master)
{
    struct publication_setup publication = {
        master->base,       master->options, &master->listeners,
        master->statistics, master->crowd,   { on_ready, on_first, on_stopped, on_failed, on_over, master }
    };
    struct takeover_events takeover = { on_successor_ready, on_predecessor_stopped, master };

    master->publication = publication_new(&publication);
    master->takeover = takeover_new(master->base, &takeover);
}

static void
master_clear(struct master *master)
{
    control_free(master->control);
    publication_free(master->publication);
    takeover_free(master->takeover);
    statistics_free(master->statistics);
    crowd_free(master->crowd);
    listeners_clear(&master->listeners);
    if (master->base == NULL)
        return;
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        event_free(master->signals[i]);
    event_free(master->watchdog);
    event_base_free(master->base);
}

/* What root was needed for is done. Certificates that are made later, and the log, belong to the user already. */
static bool
become_user(const struct master *master, struct error *error)
{
    struct edition *edition;
    bool become;

    if (geteuid() != 0)
        return true;
    edition = edition_new(master->options, &master->listeners, error);
    become = edition != NULL && privileges_drop(edition->settings.user, error);
    edition_release(edition);
    return become;
}

static bool
prepare(struct master *master, struct error *error)
{
    prepare_process();
    master->started_at = deadline_now() / 1000;
    master->statistics = statistics_new(error);
    master->crowd = crowd_new(error);
    if (master->statistics == NULL || master->crowd == NULL || !prepare_loop(master, error))
        return false;
    prepare_parts(master);
    return sockets_open(&master->listeners, master->options, error) && become_user(master, error);
}

bool
master_run(const struct master_options *options, struct error *error)
{
    struct master master = { .options = options, .error = error };

    master.failed = !prepare(&master, error);
    if (!master.failed)
        publication_renew(master.publication);
    if (!master.failed)
        event_base_dispatch(master.base);
    master_clear(&master);
    return !master.failed;
}
