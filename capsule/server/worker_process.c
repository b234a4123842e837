/* worker_process.c - one worker as the master sees it. */
#include "server/worker_process.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/secret.h"

#define SOON_MILLISECONDS  100   /* a worker that dies this soon after it was ready counts as part of a crash loop */
#define START_MILLISECONDS 30000 /* for a worker to be ready */

static long
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* --- Starting --- */

/* What a worker finds at the places of enum role_descriptor. */
static bool
start_with(struct worker_process *worker, int handover, int secret, int keyholder, struct error *error)
{
    const struct worker_terms *terms = worker->terms;
    const struct edition *edition = terms->edition;
    size_t listeners = terms->listeners->count, count = ROLE_LISTENERS + listeners + 2 * edition->further_count;
    int *descriptors = memory_new(count * sizeof *descriptors);
    bool started;

    descriptors[ROLE_HANDOVER] = handover;
    descriptors[ROLE_ROOT] = edition->root;
    descriptors[ROLE_IMAGE] = edition->image;
    descriptors[ROLE_PREVIOUS] = -1;
    descriptors[ROLE_LOG] = terms->access_log;
    descriptors[ROLE_SECRET] = secret;
    descriptors[ROLE_STATISTICS] = statistics_descriptor(terms->statistics);
    descriptors[ROLE_CROWD] = crowd_descriptor(terms->crowd);
    descriptors[ROLE_SAID] = descriptors[ROLE_MEMOS] = -1;
    descriptors[ROLE_KEYHOLDER] = keyholder;
    for (size_t i = 0; i < listeners; i++)
        descriptors[ROLE_LISTENERS + i] = terms->listeners->items[i].fd;
    for (size_t i = 0; i < edition->further_count; i++) {
        descriptors[ROLE_LISTENERS + listeners + 2 * i] = edition->further[i]->root;
        descriptors[ROLE_LISTENERS + listeners + 2 * i + 1] = edition->further[i]->image;
    }
    started = process_start(&worker->process, terms->program, "worker", descriptors, count, error);
    free(descriptors);
    return started;
}

/* False if there is a keyholder, and no way to it. */
static bool
join_keyholder(struct worker_process *worker, int *end, struct error *error)
{
    struct keyholder_process *keyholder = worker->terms->edition->keyholder;

    *end = -1;
    if (keyholder == NULL)
        return true;
    *end = keyholder_process_join(keyholder, &worker->channel, error);
    return *end >= 0;
}

static void
leave_keyholder(struct worker_process *worker)
{
    if (worker->channel != 0)
        keyholder_process_leave(worker->terms->edition->keyholder, worker->channel);
    worker->channel = 0;
}

static void
close_given(int fd)
{
    if (fd >= 0)
        close(fd);
}

static bool
start(struct worker_process *worker, struct error *error)
{
    const struct worker_terms *terms = worker->terms;
    bool has_secret = terms->edition->has_certificate;
    int handover = edition_handover(terms->edition, terms->listeners, error), keyholder = -1;
    int secret = handover >= 0 && has_secret ? secret_write(terms->edition, error) : -1;
    bool started = handover >= 0 && (secret >= 0 || !has_secret) && join_keyholder(worker, &keyholder, error) &&
                   start_with(worker, handover, secret, keyholder, error);

    close_given(handover);
    close_given(secret);
    close_given(keyholder);
    if (!started)
        leave_keyholder(worker);
    return started;
}

/* --- What it says --- */

static void
take_word(struct worker_process *worker, enum control_byte word)
{
    if (word == CONTROL_READY || word == CONTROL_PING)
        worker->asked_at = 0;
    if (word == CONTROL_READY)
        worker->ready_at = now();
    if (word == CONTROL_STOPPED)
        worker->stopped = true;
    if (word != CONTROL_PING)
        worker->terms->on_word(worker->terms->context, worker, word);
}

/* Takes one message; false if there is none. */
static bool
take_message(struct worker_process *worker)
{
    static const char words[] = { CONTROL_READY, CONTROL_STOPPED, CONTROL_PING };
    char text[sizeof worker->text];
    ssize_t got = recv(worker->process.control, text, sizeof text - 1, MSG_DONTWAIT);

    if (got <= 0)
        return false;
    text[got] = '\0';
    if (got == 1 && memchr(words, text[0], sizeof words) != NULL)
        take_word(worker, (enum control_byte)text[0]);
    else
        memcpy(worker->text, text, (size_t)got + 1);
    return true;
}

/* The end of the file is no news: the process's end is. */
static void
on_message(evutil_socket_t fd, short what, void *argument)
{
    struct worker_process *worker = argument;

    (void)fd, (void)what;
    if (!take_message(worker))
        event_del(worker->message);
}

/* --- Its life --- */

bool
worker_process_start(struct worker_process *worker, const struct worker_terms *terms, struct error *error)
{
    worker->terms = terms;
    if (!start(worker, error))
        return false;
    worker->ready_at = 0;
    worker->asked_at = now();
    worker->stopped = false;
    worker->text[0] = '\0';
    worker->message = event_new(terms->base, worker->process.control, EV_READ | EV_PERSIST, on_message, worker);
    event_add(worker->message, NULL);
    return true;
}

bool
worker_process_tell(const struct worker_process *worker, enum control_byte what)
{
    const char byte = (char)what;

    return send(worker->process.control, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1;
}

void
worker_process_watch(struct worker_process *worker, long patience)
{
    if (worker->ready_at == 0)
        patience = START_MILLISECONDS;
    if (worker->process.pid <= 0)
        return;
    if (worker->asked_at == 0) {
        worker->asked_at = now();
        if (!worker_process_tell(worker, CONTROL_PING))
            worker->asked_at = 0;
    } else if (now() - worker->asked_at >= patience) {
        log_line(LOG_WARNING, "worker %d has not answered for %ld s and is killed", (int)worker->process.pid,
                 patience / 1000);
        kill(worker->process.pid, SIGKILL);
    }
}

bool
worker_process_end(struct worker_process *worker)
{
    statistics_release(worker->terms->statistics, worker->process.pid);
    crowd_release(worker->terms->crowd, worker->process.pid);
    while (take_message(worker))
        ;
    worker_process_forget(worker);
    return worker->ready_at != 0 && now() - worker->ready_at >= SOON_MILLISECONDS;
}

void
worker_process_forget(struct worker_process *worker)
{
    if (worker->message != NULL)
        event_free(worker->message);
    worker->message = NULL;
    leave_keyholder(worker);
    process_forget(&worker->process);
}
