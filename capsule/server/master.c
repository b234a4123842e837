/*
 * master.c - from the first build to the last drained worker.
 *
 * There is one way forward, at the start as at every reload: an edition is read, a builder makes its image, a generation
 * of workers starts with it, and once all of them are ready, the generation before is told to stop accepting. When it has,
 * the new one accepts, so that nobody sees an older version after a newer one; who connects in between waits in the
 * sockets' queues. Whatever fails on that way leaves running what runs. advance() alone decides what comes next.
 */
#include "server/master.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/build.h"
#include "server/certificate_news.h"
#include "server/control.h"
#include "server/deadline.h"
#include "server/edition.h"
#include "server/generation.h"
#include "server/inherit.h"
#include "server/listen.h"
#include "server/notify.h"
#include "server/upgrade.h"
#include "server/watch.h"

#define OLD_GENERATIONS    4 /* that may drain at once; one more reload ends the oldest */
#define BUILD_ATTEMPTS     5 /* of a builder that crashes, before the next change or SIGHUP */
#define GRACE_SECONDS      5 /* beyond the workers' own drain deadline */
#define RETRY_MILLISECONDS 100

/* Workers that have not said by then that they stopped accepting are stuck; the watchdog will end them. */
static const struct timeval hand_over_limit = { .tv_sec = 1 };

#define SIGNAL_COUNT 6

struct master {
    const struct master_options *options;
    struct event_base *base;
    struct event *signals[SIGNAL_COUNT];
    struct event *retry, *patience, *hand_over, *watchdog;
    char *path;               /* of this program, or of a newer one in its place; NULL: unknown */
    struct process successor; /* a newer program that takes over, or none */
    struct event *successor_event;
    int predecessor; /* the socket to the program that this one replaces, or -1 */
    struct event *predecessor_event;
    struct listeners listeners;
    struct watch *site_watch, *certificate_watch;
    struct statistics *statistics;
    struct control *control; /* or NULL */
    time_t started_at;
    struct build *build;               /* under way, or NULL */
    struct generation *next, *current; /* starting and serving, or NULL */
    struct generation **old;           /* draining, the oldest first */
    size_t old_count, old_capacity;
    unsigned build_crashes;
    bool build_wanted, reopen_wanted;
    bool outdated;     /* the last image was dropped, because the site changed under the builder */
    bool handing_over; /* others may still accept: the generation before the current one, or the predecessor */
    bool reloading;    /* systemd has been told so */
    bool is_ready, stopping, failed;
    struct error *error;
};

static void advance(struct master *master);
static void tell_successor(struct master *master);

/* --- Generations that end --- */

static void
retire(struct master *master, struct generation *generation)
{
    master->old = memory_grow(master->old, master->old_count, &master->old_capacity, sizeof *master->old);
    master->old[master->old_count++] = generation;
    if (master->old_count <= OLD_GENERATIONS)
        return;
    log_line(LOG_WARNING, "more than %d generations still have connections; those of the oldest are cut",
             OLD_GENERATIONS);
    for (size_t i = 0; i + OLD_GENERATIONS < master->old_count; i++)
        generation_kill(master->old[i]);
}

/* Forgets the generations whose last worker has ended; the last one of all ends a stopping master. */
static void
tidy(struct master *master)
{
    size_t kept = 0;

    for (size_t i = 0; i < master->old_count; i++)
        if (generation_is_over(master->old[i]))
            generation_free(master->old[i]);
        else
            master->old[kept++] = master->old[i];
    master->old_count = kept;
    if (master->stopping && kept == 0)
        event_base_loopbreak(master->base);
}

/* --- What goes wrong --- */

/* At the first start this is the end; later the running version stays. */
static void
give_up_edition(struct master *master, const struct error *error)
{
    statistics_add(statistics_own(master->statistics), STATISTIC_RELOADS_FAILED, 1);
    if (master->current != NULL) {
        log_line(LOG_ERROR, "%s; what runs stays as it is", error->text);
        return;
    }
    *master->error = *error;
    master->failed = true;
    event_base_loopbreak(master->base);
}

static void
on_retry(evutil_socket_t fd, short what, void *argument)
{
    struct master *master = argument;

    (void)fd, (void)what;
    master->build_wanted = true;
    advance(master);
}

static void
retry_build(struct master *master)
{
    long wait = RETRY_MILLISECONDS << master->build_crashes;

    master->build_crashes++;
    if (master->current != NULL && master->build_crashes < BUILD_ATTEMPTS)
        event_add(master->retry, &(struct timeval){ wait / 1000, wait % 1000 * 1000 });
}

/* --- A generation starts --- */

static void
add_address(struct buffer *line, const char *name, const char *host, unsigned port)
{
    bool is_ipv6 = strchr(host, ':') != NULL;

    if (port == 0)
        buffer_format(line, " %s=off", name);
    else
        buffer_format(line, " %s=%s%s%s:%u", name, is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "", port);
}

/* A stable line for whoever starts us; it therefore stands alone, without the log's prefix. */
static void
say_ready(const struct master *master, const struct edition *edition)
{
    struct buffer line = { 0 };

    buffer_add_text(&line, "ready");
    add_address(&line, "gemini", edition->settings.hosts.items[0], listeners_port(&master->listeners, PROTOCOL_GEMINI));
    add_address(&line, "gopher", edition->settings.hosts.items[0], listeners_port(&master->listeners, PROTOCOL_GOPHER));
    buffer_format(&line, " pages=%u\n", edition->pages);
    while (write(STDERR_FILENO, line.bytes, line.length) < 0 && errno == EINTR)
        ;
    buffer_clear(&line);
    notify("READY=1");
}

static void
on_change(void *context)
{
    struct master *master = context;

    master->build_crashes = 0;
    master->build_wanted = true;
    advance(master);
}

/* Not to be able to watch is no reason not to serve. */
static struct watch *
watch_folder(struct master *master, const char *folder)
{
    struct error error;
    struct watch *watch = watch_new(master->base, folder, on_change, master, &error);

    if (watch == NULL)
        log_line(LOG_WARNING, "%s", error.text);
    return watch;
}

static void
start_watching(struct master *master)
{
    const struct edition *edition = generation_edition(master->current);

    if (!master->options->watch)
        return;
    if (!edition->is_image)
        master->site_watch = watch_folder(master, master->options->site);
    if (edition->has_certificate && !watch_covers(master->site_watch, master->options->certs))
        master->certificate_watch = watch_folder(master, master->options->certs);
}

/* The current generation accepts: from now on it is what is served. */
static void
serve(struct master *master)
{
    const struct edition *edition = generation_edition(master->current);

    generation_accept(master->current);
    if (master->is_ready) {
        log_line(LOG_INFO, "reloaded, pages=%u", edition->pages);
    } else {
        master->is_ready = true;
        start_watching(master);
        say_ready(master, edition);
    }
    advance(master);
}

/* Nobody else accepts any more: now the new workers do. */
static void
end_hand_over(struct master *master)
{
    if (!master->handing_over)
        return;
    master->handing_over = false;
    event_del(master->hand_over);
    serve(master);
}

static void
on_generation_stopped(void *context)
{
    struct master *master = context;

    tell_successor(master);
    end_hand_over(master);
}

static void
on_hand_over_limit(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what;
    end_hand_over(argument);
}

static void
begin_hand_over(struct master *master)
{
    master->handing_over = true;
    event_add(master->hand_over, &hand_over_limit);
}

/* The predecessor has stopped accepting, or it is gone. */
static void
on_predecessor(evutil_socket_t fd, short what, void *argument)
{
    struct master *master = argument;

    (void)fd, (void)what;
    event_del(master->predecessor_event);
    end_hand_over(master);
}

/* False if this program replaces none, or that one is gone. */
static bool
ask_predecessor(struct master *master)
{
    const char ready = CONTROL_READY;

    if (master->predecessor < 0 || send(master->predecessor, &ready, 1, MSG_NOSIGNAL) != 1)
        return false;
    master->predecessor_event = event_new(master->base, master->predecessor, EV_READ, on_predecessor, master);
    event_add(master->predecessor_event, NULL);
    return true;
}

/* --- What it says of itself --- */

/* Numbers of now, then all counters; the form is that of status.c. */
static void
report(void *context, struct buffer *out)
{
    const struct master *master = context;
    const struct generation *current = master->current;
    uint64_t totals[STATISTIC_COUNT];
    size_t draining = 0;

    statistics_total(master->statistics, totals);
    for (size_t i = 0; i < master->old_count; i++)
        draining += generation_worker_count(master->old[i]);
    buffer_format(out, "version %s\npid %d\nuptime_seconds %lld\npages %u\nworkers %zu\nworkers_draining %zu\n",
                  CAPSULE_VERSION, (int)getpid(), (long long)(deadline_now() / 1000 - master->started_at),
                  current != NULL ? generation_edition(current)->pages : 0,
                  current != NULL ? generation_worker_count(current) : 0, draining);
    statistics_write(totals, out);
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

static void
on_generation_ready(void *context)
{
    struct master *master = context;
    struct generation *before = master->current;
    const struct edition *edition = generation_edition(master->next);

    master->current = master->next;
    master->next = NULL;
    certificate_news(edition, generation_edition(before), master->options->certs);
    open_control(master, edition->settings.control);
    if (before != NULL) {
        statistics_add(statistics_own(master->statistics), STATISTIC_RELOADS, 1);
        begin_hand_over(master);
        generation_drain(before);
        retire(master, before);
    } else if (ask_predecessor(master)) {
        begin_hand_over(master);
    } else {
        serve(master);
    }
}

static void
on_generation_failed(void *context, const struct error *error)
{
    struct master *master = context;
    struct generation *failed = master->next;

    master->next = NULL;
    generation_kill(failed);
    retire(master, failed);
    give_up_edition(master, error);
    advance(master);
}

static void
start_generation(struct master *master, struct edition *edition)
{
    struct generation_events events = { on_generation_ready, on_generation_stopped, on_generation_failed, master,
                                        master->statistics };
    struct error error;

    master->reopen_wanted = false;
    master->next = generation_new(master->base, master->options->program, edition, &master->listeners, &events, &error);
    if (master->next == NULL)
        give_up_edition(master, &error);
}

/* --- An edition is built --- */

/*
 * What was edited while it was read may have been read half, so it is built again when the edits are over. Only once in a
 * row: a site that changes without end is shown as it is.
 */
static bool
is_outdated(struct master *master)
{
    master->outdated = !master->outdated && watch_is_due(master->site_watch);
    return master->outdated;
}

static void
take_edition(struct master *master, struct edition *edition)
{
    master->build_crashes = 0;
    if (is_outdated(master))
        return;
    if (master->current == NULL || !edition_same(edition, generation_edition(master->current)))
        start_generation(master, edition);
    else
        log_line(LOG_INFO, "reloaded, nothing has changed, pages=%u", edition->pages);
}

static void
start_build(struct master *master)
{
    struct error error;
    struct edition *edition = edition_new(master->options, &master->listeners, master->current == NULL, &error);

    master->build_wanted = false;
    if (master->is_ready && !master->reloading) {
        master->reloading = true;
        notify_reloading();
    }
    if (edition != NULL && edition->is_image) {
        take_edition(master, edition);
        edition_release(edition);
        return;
    }
    if (edition != NULL)
        master->build = build_new(master->base, master->options->program, edition, generation_edition(master->current),
                                  &master->listeners, &error);
    if (master->build == NULL)
        give_up_edition(master, &error);
    edition_release(edition);
}

/* True if PID was the builder's. */
static bool
take_build_end(struct master *master, pid_t pid, int status)
{
    struct error error;
    enum build_end end = build_take_end(master->build, pid, status, &error);
    struct build *build = master->build;

    if (end == BUILD_NOT_MINE)
        return false;
    master->build = NULL;
    if (end == BUILD_DONE)
        take_edition(master, build_edition(build));
    else
        give_up_edition(master, &error);
    if (end == BUILD_CRASHED)
        retry_build(master);
    build_free(build);
    advance(master);
    return true;
}

/* Starts what is wanted, one thing at a time: what is asked for meanwhile waits here. */
static void
advance(struct master *master)
{
    if (master->stopping || master->failed || master->handing_over || master->build != NULL || master->next != NULL)
        return;
    if (master->build_wanted)
        start_build(master);
    else if (master->reopen_wanted && master->current != NULL)
        start_generation(master, generation_edition(master->current));
    if (master->reloading && master->build == NULL && master->next == NULL && !master->build_wanted) {
        master->reloading = false;
        notify("READY=1");
    }
}

/* --- Stopping --- */

static void
kill_all(struct master *master)
{
    for (size_t i = 0; i < master->old_count; i++)
        generation_kill(master->old[i]);
}

static void
on_patience_over(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what;
    kill_all(argument);
}

static void
stop_watching(struct master *master)
{
    watch_free(master->site_watch);
    watch_free(master->certificate_watch);
    master->site_watch = master->certificate_watch = NULL;
}

/* Retires everything; the sockets are closed so that a client is refused instead of kept waiting. */
static void
stop(struct master *master)
{
    master->stopping = true;
    master->handing_over = false;
    stop_watching(master);
    build_free(master->build);
    master->build = NULL;
    listeners_clear(&master->listeners);
    if (master->next != NULL) {
        generation_kill(master->next);
        retire(master, master->next);
    }
    if (master->current != NULL) {
        unsigned deadline = generation_edition(master->current)->settings.drain_deadline;

        event_add(master->patience, &(struct timeval){ (time_t)deadline + GRACE_SECONDS, 0 });
        generation_drain(master->current);
        retire(master, master->current);
    }
    master->next = master->current = NULL;
    tidy(master);
}

/* --- A newer program takes over --- */

/* Our workers accept no more. */
static void
tell_successor(struct master *master)
{
    const char accept = CONTROL_ACCEPT;

    if (master->stopping && master->successor.pid > 0)
        (void)!send(master->successor.control, &accept, 1, MSG_NOSIGNAL);
}

static void
forget_successor(struct master *master)
{
    if (master->successor_event != NULL)
        event_free(master->successor_event);
    master->successor_event = NULL;
    process_forget(&master->successor);
}

/* The successor is ready: this process goes, without a word to systemd but whom to watch now. */
static void
on_successor(evutil_socket_t fd, short what, void *argument)
{
    struct master *master = argument;
    char byte;

    (void)what;
    if (recv(fd, &byte, 1, MSG_DONTWAIT) != 1 || byte != CONTROL_READY) {
        event_del(master->successor_event); /* its end will be told */
        return;
    }
    log_line(LOG_INFO, "process %d takes over", (int)master->successor.pid);
    notify_successor(master->successor.pid);
    stop(master);
}

/* True if PID was the successor, which has failed before it could take over, or has ended since. */
static bool
take_successor_end(struct master *master, pid_t pid, int status)
{
    char end[128];

    if (pid != master->successor.pid)
        return false;
    process_describe_end(status, end, sizeof end);
    if (!master->stopping)
        log_line(LOG_ERROR, "the new program %s; what runs stays as it is", end);
    forget_successor(master);
    return true;
}

static void
on_upgrade(evutil_socket_t number, short what, void *argument)
{
    struct master *master = argument;
    struct error error = { "the path of this program is not known" };

    (void)number, (void)what;
    if (master->stopping || !master->is_ready || master->successor.pid > 0)
        return;
    if (master->path == NULL || !upgrade_start(&master->successor, master->path, &master->listeners, &error)) {
        log_line(LOG_ERROR, "%s; what runs stays as it is", error.text);
        return;
    }
    log_line(LOG_INFO, "starting %s as process %d to take over", master->path, (int)master->successor.pid);
    master->successor_event =
        event_new(master->base, master->successor.control, EV_READ | EV_PERSIST, on_successor, master);
    event_add(master->successor_event, NULL);
}

/* --- Signals --- */

static void
take_end(struct master *master, pid_t pid, int status)
{
    if (take_successor_end(master, pid, status) || take_build_end(master, pid, status) ||
        (master->next != NULL && generation_take_end(master->next, pid, status)) ||
        (master->current != NULL && generation_take_end(master->current, pid, status)))
        return;
    for (size_t i = 0; i < master->old_count; i++)
        if (generation_take_end(master->old[i], pid, status))
            return;
}

static void
on_child(evutil_socket_t number, short what, void *argument)
{
    struct master *master = argument;
    int status;
    pid_t pid;

    (void)number, (void)what;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        take_end(master, pid, status);
    tidy(master);
}

static void
on_hangup(evutil_socket_t number, short what, void *argument)
{
    (void)number, (void)what;
    on_change(argument);
}

static void
on_reopen(evutil_socket_t number, short what, void *argument)
{
    struct master *master = argument;

    (void)number, (void)what;
    log_line(LOG_INFO, "reopening the access log");
    master->reopen_wanted = true;
    advance(master);
}

/* The second time somebody is in a hurry. */
static void
on_stop(evutil_socket_t number, short what, void *argument)
{
    struct master *master = argument;

    (void)number, (void)what;
    if (master->stopping) {
        kill_all(master);
        return;
    }
    notify("STOPPING=1");
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
    master->base = event_base_new();
    if (master->base == NULL)
        return error_set(error, "the system gives no event loop: %s", strerror(errno));
    master->retry = event_new(master->base, -1, 0, on_retry, master);
    master->patience = event_new(master->base, -1, 0, on_patience_over, master);
    master->watchdog = event_new(master->base, -1, EV_PERSIST, on_watchdog, master);
    master->hand_over = event_new(master->base, -1, 0, on_hand_over_limit, master);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        master->signals[i] = evsignal_new(master->base, signal_table[i].number, signal_table[i].call, master);
        event_add(master->signals[i], NULL);
    }
    start_watchdog(master);
    return true;
}

static bool
open_listeners(struct master *master, const struct text_list *texts, const char *fallback,
               enum listener_protocol protocol, struct error *error)
{
    size_t count = texts->count > 0 ? texts->count : 1;

    for (size_t i = 0; i < count; i++) {
        const char *text = texts->count > 0 ? texts->items[i] : fallback;
        struct listen_address address;

        if (strcmp(text, "off") == 0)
            continue;
        if (!listen_address_read(slice_of(text), &address, error) ||
            !listeners_open(&master->listeners, &address, protocol, error))
            return false;
    }
    return true;
}

/* Sockets that others have opened stand in the place of our own, unless the protocol is off. */
static bool
provide_listeners(struct master *master, const struct listeners *inherited, const struct text_list *texts,
                  const char *fallback, enum listener_protocol protocol, struct error *error)
{
    bool is_off = texts->count == 1 && strcmp(texts->items[0], "off") == 0;

    if (is_off || listeners_port(inherited, protocol) == 0)
        return open_listeners(master, texts, fallback, protocol, error);
    for (size_t i = 0; i < inherited->count; i++)
        if (inherited->items[i].protocol == protocol)
            listeners_add(&master->listeners, &inherited->items[i]);
    return true;
}

static bool
open_all_listeners(struct master *master, struct error *error)
{
    struct listeners inherited = { 0 };
    bool opened = inherit_listeners(&inherited, error) &&
                  provide_listeners(master, &inherited, master->options->gemini, ":1965", PROTOCOL_GEMINI, error) &&
                  provide_listeners(master, &inherited, master->options->gopher, ":7070", PROTOCOL_GOPHER, error);

    free(inherited.items); /* what is of no use stays open, as whoever opened it wants */
    return opened;
}

static void
master_clear(struct master *master)
{
    stop_watching(master);
    control_free(master->control);
    build_free(master->build);
    generation_free(master->next);
    generation_free(master->current);
    for (size_t i = 0; i < master->old_count; i++)
        generation_free(master->old[i]);
    free(master->old);
    statistics_free(master->statistics);
    listeners_clear(&master->listeners);
    free(master->path);
    if (master->predecessor >= 0)
        close(master->predecessor);
    if (master->base == NULL)
        return;
    forget_successor(master);
    if (master->predecessor_event != NULL)
        event_free(master->predecessor_event);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        event_free(master->signals[i]);
    event_free(master->retry);
    event_free(master->patience);
    event_free(master->hand_over);
    event_free(master->watchdog);
    event_base_free(master->base);
}

bool
master_run(const struct master_options *options, struct error *error)
{
    struct master master = { .options = options,
                             .error = error,
                             .build_wanted = true,
                             .path = upgrade_path(),
                             .successor = { 0, -1 },
                             .predecessor = upgrade_predecessor() };

    prepare_process();
    master.started_at = deadline_now() / 1000;
    master.statistics = statistics_new(error);
    master.failed = master.statistics == NULL || !prepare_loop(&master, error) || !open_all_listeners(&master, error);
    advance(&master);
    if (!master.failed)
        event_base_dispatch(master.base);
    master_clear(&master);
    return !master.failed;
}
