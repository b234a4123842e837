/* generation.c - keeps the workers of one edition alive. */
#include "server/generation.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/back_off.h"
#include "server/worker_process.h"

static const struct timeval ping_interval = { .tv_sec = 1 };

/* One place for a worker, in which one process follows another. */
struct worker {
    struct worker_process process; /* first: on_word */
    struct generation *generation;
    struct event *restart;
};

struct generation {
    struct worker_terms terms;
    struct edition *edition; /* held */
    struct generation_events events;
    struct worker *workers;
    struct event *watchdog;
    size_t count;
    unsigned crashes; /* in a row, each soon after the start */
    bool accepting, draining, killed, was_ready, was_stopped;
};

static bool
is_alive(const struct worker *worker)
{
    return worker->process.process.pid > 0;
}

/* --- What workers say --- */

static bool
all_ready(const struct generation *generation)
{
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].process.ready_at == 0)
            return false;
    return true;
}

static void
note_ready(struct worker *worker)
{
    struct generation *generation = worker->generation;

    if (generation->accepting)
        worker_process_tell(&worker->process, CONTROL_ACCEPT);
    if (generation->was_ready || generation->draining || !all_ready(generation))
        return;
    generation->was_ready = true;
    generation->events.on_ready(generation->events.context);
}

static void
note_stopped(struct generation *generation)
{
    if (generation->was_stopped || !generation->draining)
        return;
    for (size_t i = 0; i < generation->count; i++)
        if (is_alive(&generation->workers[i]) && !generation->workers[i].process.stopped)
            return;
    generation->was_stopped = true;
    generation->events.on_stopped(generation->events.context);
}

static void
on_word(void *context, struct worker_process *worker, enum control_byte word)
{
    if (word == CONTROL_READY)
        note_ready((struct worker *)worker);
    else
        note_stopped(context);
}

static void
on_watchdog(evutil_socket_t fd, short what, void *argument)
{
    struct generation *generation = argument;

    (void)fd, (void)what;
    for (size_t i = 0; i < generation->count; i++)
        worker_process_watch(&generation->workers[i].process,
                             (long)generation->edition->settings.watchdog_deadline * 1000);
}

/* --- Replacing --- */

static void on_restart(evutil_socket_t fd, short what, void *argument);

static void
restart_later(struct worker *worker)
{
    struct timeval wait = back_off(worker->generation->crashes);

    event_add(worker->restart, &wait);
}

static void
on_restart(evutil_socket_t fd, short what, void *argument)
{
    struct worker *worker = argument;
    struct error error;

    (void)fd, (void)what;
    if (worker->generation->draining || worker_process_start(&worker->process, &worker->generation->terms, &error))
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
    log_line(LOG_WARNING, "a worker %s%s%s; another takes its place", end, worker->process.text[0] != '\0' ? ": " : "",
             worker->process.text);
    restart_later(worker);
}

static void
worker_ended(struct worker *worker, int status)
{
    struct generation *generation = worker->generation;
    char end[128];
    struct error error;
    bool soon = !worker_process_end(&worker->process);
    bool told = WIFEXITED(status) && worker->process.ready_at == 0 && !generation->was_ready;

    process_describe_end(status, end, sizeof end);
    if (generation->draining) {
        if (WIFSIGNALED(status) && !generation->killed)
            log_line(LOG_WARNING, "a worker that was finishing its connections %s", end);
        note_stopped(generation);
        return;
    }
    if (!told) {
        replace(worker, end, soon);
        return;
    }
    error_set(&error, "%s", worker->process.text);
    if (worker->process.text[0] == '\0')
        error_set(&error, "a worker %s before it was ready", end);
    generation->draining = true;
    generation->events.on_failed(generation->events.context, &error);
}

bool
generation_take_end(struct generation *generation, pid_t pid, int status)
{
    if (keyholder_process_take_end(generation->edition->keyholder, pid, status))
        return true;
    for (size_t i = 0; i < generation->count; i++)
        if (generation->workers[i].process.process.pid == pid) {
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
        worker->restart = event_new(generation->terms.base, -1, 0, on_restart, worker);
    }
    for (size_t i = 0; i < generation->count; i++)
        if (!worker_process_start(&generation->workers[i].process, &generation->terms, error))
            return false;
    event_add(generation->watchdog, &ping_interval);
    return true;
}

struct generation *
generation_new(struct event_base *base, const char *program, struct edition *edition, const struct listeners *listeners,
               const struct generation_events *events, struct error *error)
{
    struct generation *generation = memory_new(sizeof *generation);

    generation->edition = edition_hold(edition);
    generation->events = *events;
    generation->terms = (struct worker_terms){ .base = base,
                                               .program = program,
                                               .edition = edition,
                                               .listeners = listeners,
                                               .statistics = events->statistics,
                                               .crowd = events->crowd,
                                               .access_log = open_log(edition->settings.log_file),
                                               .on_word = on_word,
                                               .context = generation };
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
        worker_process_forget(&generation->workers[i].process);
        event_free(generation->workers[i].restart);
    }
    free(generation->workers);
    event_free(generation->watchdog);
    if (generation->terms.access_log >= 0)
        close(generation->terms.access_log);
    edition_release(generation->edition);
    free(generation);
}

void
generation_accept(struct generation *generation)
{
    generation->accepting = true;
    for (size_t i = 0; i < generation->count; i++)
        if (is_alive(&generation->workers[i]) && generation->workers[i].process.ready_at != 0)
            worker_process_tell(&generation->workers[i].process, CONTROL_ACCEPT);
}

void
generation_drain(struct generation *generation)
{
    generation->draining = true;
    for (size_t i = 0; i < generation->count; i++)
        if (is_alive(&generation->workers[i]) && !worker_process_tell(&generation->workers[i].process, CONTROL_DRAIN))
            kill(generation->workers[i].process.process.pid, SIGTERM); /* it does the same */
}

void
generation_kill(struct generation *generation)
{
    generation->draining = generation->killed = true;
    for (size_t i = 0; i < generation->count; i++)
        if (is_alive(&generation->workers[i]))
            kill(generation->workers[i].process.process.pid, SIGKILL);
}

bool
generation_is_over(const struct generation *generation)
{
    for (size_t i = 0; i < generation->count; i++)
        if (is_alive(&generation->workers[i]))
            return false;
    return generation->draining;
}

size_t
generation_worker_count(const struct generation *generation)
{
    size_t count = 0;

    for (size_t i = 0; i < generation->count; i++)
        count += is_alive(&generation->workers[i]);
    return count;
}

struct edition *
generation_edition(const struct generation *generation)
{
    return generation != NULL ? generation->edition : NULL;
}
