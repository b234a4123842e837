/* generation.c - keeps the workers of one edition alive. */
#include "server/generation.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/file.h"
#include "server/process.h"
#include "server/secret.h"

#define SOON_MILLISECONDS     100 /* a worker that dies this soon after it was ready counts as part of a crash loop */
#define BACK_OFF_MILLISECONDS 100
#define BACK_OFF_LIMIT        5000
#define START_SECONDS         30 /* for a worker to be ready */

static const struct timeval ping_interval = { .tv_sec = 1 };

struct worker {
    struct generation *generation;
    struct process process;
    struct event *message, *restart;
    long ready_at;   /* milliseconds; 0: not ready yet */
    long asked_at;   /* when the ping that is not answered yet was sent, or the worker started; 0: all are answered */
    bool stopped;    /* it accepts no more */
    char text[1024]; /* the one line of a failure */
};

struct generation {
    struct event_base *base;
    const char *program;
    struct edition *edition; /* held */
    const struct listeners *listeners;
    struct generation_events events;
    struct worker *workers;
    struct event *watchdog;
    size_t count;
    int access_log;
    unsigned crashes; /* in a row, each soon after the start */
    bool accepting, draining, killed, was_ready, was_stopped;
};

static long
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* --- Starting a worker --- */

static bool
start_with(struct worker *worker, int handover, int secret, struct error *error)
{
    struct generation *generation = worker->generation;
    const struct edition *edition = generation->edition;
    size_t listeners = generation->listeners->count, count = ROLE_LISTENERS + listeners + 2 * edition->further_count;
    int *descriptors = memory_new(count * sizeof *descriptors);
    bool started;

    descriptors[ROLE_HANDOVER] = handover;
    descriptors[ROLE_ROOT] = edition->root;
    descriptors[ROLE_IMAGE] = edition->image;
    descriptors[ROLE_PREVIOUS] = -1;
    descriptors[ROLE_LOG] = generation->access_log;
    descriptors[ROLE_SECRET] = secret;
    descriptors[ROLE_STATISTICS] = statistics_descriptor(generation->events.statistics);
    descriptors[ROLE_CROWD] = crowd_descriptor(generation->events.crowd);
    descriptors[ROLE_SAID] = -1;
    for (size_t i = 0; i < listeners; i++)
        descriptors[ROLE_LISTENERS + i] = generation->listeners->items[i].fd;
    for (size_t i = 0; i < edition->further_count; i++) {
        descriptors[ROLE_LISTENERS + listeners + 2 * i] = edition->further[i]->root;
        descriptors[ROLE_LISTENERS + listeners + 2 * i + 1] = edition->further[i]->image;
    }
    started = process_start(&worker->process, generation->program, "worker", descriptors, count, error);
    free(descriptors);
    return started;
}

static void on_message(evutil_socket_t fd, short what, void *argument);

static bool
worker_start(struct worker *worker, struct error *error)
{
    const struct generation *generation = worker->generation;
    bool has_secret = generation->edition->has_certificate;
    int handover = edition_handover(generation->edition, generation->listeners, error);
    int secret = handover >= 0 && has_secret ? secret_write(generation->edition, error) : -1;
    bool started = handover >= 0 && (secret >= 0 || !has_secret) && start_with(worker, handover, secret, error);

    if (handover >= 0)
        close(handover);
    if (secret >= 0)
        close(secret);
    if (!started)
        return false;
    worker->ready_at = 0;
    worker->asked_at = now();
    worker->stopped = false;
    worker->text[0] = '\0';
    worker->message = event_new(generation->base, worker->process.control, EV_READ | EV_PERSIST, on_message, worker);
    event_add(worker->message, NULL);
    return true;
}

static void
worker_forget(struct worker *worker)
{
    if (worker->message != NULL)
        event_free(worker->message);
    worker->message = NULL;
    process_forget(&worker->process);
}

/* --- What workers say --- */

static bool
all_ready(const struct generation *generation)
{
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].ready_at == 0)
            return false;
    return true;
}

/* False if it cannot be told: it is ending, or it has not read hundreds of messages. */
static bool
tell(const struct worker *worker, enum control_byte what)
{
    const char byte = (char)what;

    return send(worker->process.control, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1;
}

static void
note_ready(struct worker *worker)
{
    struct generation *generation = worker->generation;

    worker->ready_at = now();
    worker->asked_at = 0;
    if (generation->accepting)
        tell(worker, CONTROL_ACCEPT);
    if (generation->was_ready || generation->draining || !all_ready(generation))
        return;
    generation->was_ready = true;
    generation->events.on_ready(generation->events.context);
}

static void
note_stopped(struct worker *worker)
{
    struct generation *generation = worker->generation;

    worker->stopped = true;
    if (generation->was_stopped || !generation->draining)
        return;
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].process.pid > 0 && !generation->workers[i].stopped)
            return;
    generation->was_stopped = true;
    generation->events.on_stopped(generation->events.context);
}

static void
note_pong(struct worker *worker)
{
    worker->asked_at = 0;
}

static const struct {
    enum control_byte byte;
    void (*note)(struct worker *worker);
} notes[] = { { CONTROL_READY, note_ready }, { CONTROL_STOPPED, note_stopped }, { CONTROL_PING, note_pong } };

/* Takes one message; false if there is none. */
static bool
take_message(struct worker *worker)
{
    char text[sizeof worker->text];
    ssize_t got = recv(worker->process.control, text, sizeof text - 1, MSG_DONTWAIT);

    if (got <= 0)
        return false;
    text[got] = '\0';
    for (size_t i = 0; got == 1 && i < sizeof notes / sizeof *notes; i++)
        if (text[0] == (char)notes[i].byte) {
            notes[i].note(worker);
            return true;
        }
    memcpy(worker->text, text, (size_t)got + 1);
    return true;
}

/* The end of the file is no news: the process's end is. */
static void
on_message(evutil_socket_t fd, short what, void *argument)
{
    struct worker *worker = argument;

    (void)fd, (void)what;
    if (!take_message(worker))
        event_del(worker->message);
}

/* --- The watchdog --- */

/* A process that is stopped or goes round in circles is of no use to anybody, but does not end by itself. */
static void
watch_worker(struct worker *worker, long watchdog)
{
    long patience = worker->ready_at == 0 ? START_SECONDS * 1000L : watchdog;

    if (worker->process.pid <= 0)
        return;
    if (worker->asked_at == 0) {
        worker->asked_at = now();
        if (!tell(worker, CONTROL_PING))
            worker->asked_at = 0;
    } else if (now() - worker->asked_at >= patience) {
        log_line(LOG_WARNING, "worker %d has not answered for %ld s and is killed", (int)worker->process.pid,
                 patience / 1000);
        kill(worker->process.pid, SIGKILL);
    }
}

static void
on_watchdog(evutil_socket_t fd, short what, void *argument)
{
    struct generation *generation = argument;

    (void)fd, (void)what;
    for (size_t i = 0; i < generation->count; i++)
        watch_worker(&generation->workers[i], (long)generation->edition->settings.watchdog_deadline * 1000);
}

/* --- Replacing --- */

static void on_restart(evutil_socket_t fd, short what, void *argument);

static void
restart_later(struct worker *worker)
{
    unsigned crashes = worker->generation->crashes;
    long wait = 0;

    if (crashes > 1)
        wait = crashes > 7 ? BACK_OFF_LIMIT : BACK_OFF_MILLISECONDS << (crashes - 2);
    if (wait > BACK_OFF_LIMIT)
        wait = BACK_OFF_LIMIT;
    event_add(worker->restart, &(struct timeval){ wait / 1000, wait % 1000 * 1000 });
}

static void
on_restart(evutil_socket_t fd, short what, void *argument)
{
    struct worker *worker = argument;
    struct error error;

    (void)fd, (void)what;
    if (worker->generation->draining || worker_start(worker, &error))
        return;
    log_line(LOG_ERROR, "%s", error.text);
    worker->generation->crashes++;
    restart_later(worker);
}

/* A worker of a serving generation has died: a new one takes its place. */
static void
replace(struct worker *worker, const char *end, bool soon)
{
    struct generation *generation = worker->generation;

    generation->crashes = soon ? generation->crashes + 1 : 0;
    statistics_add(statistics_own(generation->events.statistics), STATISTIC_RESTARTS, 1);
    log_line(LOG_WARNING, "a worker %s%s%s; another takes its place", end, worker->text[0] != '\0' ? ": " : "",
             worker->text);
    restart_later(worker);
}

static void
worker_ended(struct worker *worker, int status)
{
    struct generation *generation = worker->generation;
    char end[128];
    struct error error;
    bool soon, told;

    statistics_release(generation->events.statistics, worker->process.pid);
    crowd_release(generation->events.crowd, worker->process.pid);
    while (take_message(worker))
        ;
    soon = worker->ready_at == 0 || now() - worker->ready_at < SOON_MILLISECONDS;
    told = WIFEXITED(status) && worker->ready_at == 0 && !generation->was_ready;
    worker_forget(worker);
    process_describe_end(status, end, sizeof end);
    if (generation->draining) {
        if (WIFSIGNALED(status) && !generation->killed)
            log_line(LOG_WARNING, "a worker that was finishing its connections %s", end);
        note_stopped(worker);
        return;
    }
    if (!told) {
        replace(worker, end, soon);
        return;
    }
    error_set(&error, "%s", worker->text);
    if (worker->text[0] == '\0')
        error_set(&error, "a worker %s before it was ready", end);
    generation->draining = true;
    generation->events.on_failed(generation->events.context, &error);
}

bool
generation_take_end(struct generation *generation, pid_t pid, int status)
{
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].process.pid == pid) {
            worker_ended(&generation->workers[i], status);
            return true;
        }
    return false;
}

/* --- Its life --- */

/* Never an error: a log that cannot be written does not stop the service. */
static int
open_log(const char *path)
{
    int fd = path == NULL ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
                          : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0640);

    if (fd >= 0)
        return fd;
    log_line(LOG_WARNING, "cannot open the access log %s: %s; requests are not logged", path != NULL ? path : "-",
             strerror(errno));
    return open("/dev/null", O_WRONLY | O_CLOEXEC);
}

static size_t
worker_count(const struct settings *settings)
{
    cpu_set_t cores;

    if (settings->workers > 0)
        return settings->workers;
    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) != 0)
        return 1;
    return (size_t)CPU_COUNT(&cores);
}

static bool
start_all(struct generation *generation, struct error *error)
{
    for (size_t i = 0; i < generation->count; i++) {
        struct worker *worker = &generation->workers[i];

        worker->generation = generation;
        worker->restart = event_new(generation->base, -1, 0, on_restart, worker);
    }
    for (size_t i = 0; i < generation->count; i++)
        if (!worker_start(&generation->workers[i], error))
            return false;
    event_add(generation->watchdog, &ping_interval);
    return true;
}

struct generation *
generation_new(struct event_base *base, const char *program, struct edition *edition, const struct listeners *listeners,
               const struct generation_events *events, struct error *error)
{
    struct generation *generation = memory_new(sizeof *generation);

    generation->base = base;
    generation->program = program;
    generation->edition = edition_hold(edition);
    generation->listeners = listeners;
    generation->events = *events;
    generation->access_log = open_log(edition->settings.log_file);
    generation->count = worker_count(&edition->settings);
    generation->workers = memory_new(generation->count * sizeof *generation->workers);
    generation->watchdog = event_new(base, -1, EV_PERSIST, on_watchdog, generation);
    if (start_all(generation, error))
        return generation;
    generation_free(generation);
    return NULL;
}

void
generation_free(struct generation *generation)
{
    if (generation == NULL)
        return;
    generation_kill(generation);
    for (size_t i = 0; i < generation->count; i++) {
        worker_forget(&generation->workers[i]);
        event_free(generation->workers[i].restart);
    }
    free(generation->workers);
    event_free(generation->watchdog);
    if (generation->access_log >= 0)
        close(generation->access_log);
    edition_release(generation->edition);
    free(generation);
}

void
generation_accept(struct generation *generation)
{
    generation->accepting = true;
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].process.pid > 0 && generation->workers[i].ready_at != 0)
            tell(&generation->workers[i], CONTROL_ACCEPT);
}

void
generation_drain(struct generation *generation)
{
    generation->draining = true;
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].process.pid > 0 && !tell(&generation->workers[i], CONTROL_DRAIN))
            kill(generation->workers[i].process.pid, SIGTERM); /* it does the same */
}

void
generation_kill(struct generation *generation)
{
    generation->draining = generation->killed = true;
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].process.pid > 0)
            kill(generation->workers[i].process.pid, SIGKILL);
}

bool
generation_is_over(const struct generation *generation)
{
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].process.pid > 0)
            return false;
    return generation->draining;
}

size_t
generation_worker_count(const struct generation *generation)
{
    size_t count = 0;

    for (size_t i = 0; i < generation->count; i++)
        count += generation->workers[i].process.pid > 0;
    return count;
}

struct edition *
generation_edition(const struct generation *generation)
{
    return generation != NULL ? generation->edition : NULL;
}
