/* worker.c - one process that accepts connections and answers them out of the image. */
#include "server/worker.h"

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/acceptor.h"
#include "server/event_memory.h"
#include "server/process.h"

/* Descriptors that connections leave alone: listeners, logs, event loop, files that are being sent; two more per site. */
#define DESCRIPTORS_KEPT 32

/* A client that has just connected says something within this time; whoever is silent longer does not hold up the end. */
static const struct timeval silence_allowed = { .tv_sec = 1 };

/* A reply that keeps to the write rate may outlast deadline.drain, up to this. */
static const struct timeval transfer_allowed = { .tv_sec = 3600 };

struct worker {
    const struct worker_setup *setup;
    struct event_base *base;
    struct service *service;
    struct acceptor **acceptors;
    struct event control, terminate, interrupt, silence, drain, transfer;
    bool accepts, is_draining;
};

static void
stop_if_done(void *argument)
{
    struct worker *worker = argument;

    if (worker->is_draining && service_count(worker->service) == 0)
        event_base_loopbreak(worker->base);
}

/* One that does not fit into the socket's buffer is lost: the master then has not read hundreds of them. */
static void
tell(const struct worker *worker, char what)
{
    (void)!send(worker->setup->control, &what, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static size_t
connection_descriptors(const struct worker *worker)
{
    size_t kept = DESCRIPTORS_KEPT + 2 * worker->setup->site_count;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY)
        return SIZE_MAX;
    return limit.rlim_cur > kept + 1 ? (size_t)limit.rlim_cur - kept : 1;
}

static void
start_accepting(struct worker *worker)
{
    const struct worker_setup *setup = worker->setup;
    size_t descriptors = connection_descriptors(worker);

    if (worker->accepts || worker->is_draining)
        return;
    worker->accepts = true;
    for (size_t i = 0; i < setup->listener_count; i++)
        worker->acceptors[i] = acceptor_new(worker->service, i, &setup->listeners[i], worker->base, descriptors);
}

/* Those who have connected meanwhile were promised an answer; with the last holder's close others are refused at once. */
static void
stop_accepting(struct worker *worker)
{
    for (size_t i = 0; i < worker->setup->listener_count; i++) {
        acceptor_finish(worker->acceptors[i]);
        acceptor_free(worker->acceptors[i]);
        worker->acceptors[i] = NULL;
        close(worker->setup->listeners[i].fd);
    }
}

/* Accepts no more; what is under way gets its time (worker.h). */
static void
begin_drain(struct worker *worker)
{
    struct timeval drain = { .tv_sec = worker->setup->settings->drain_deadline };

    if (worker->is_draining)
        return;
    worker->is_draining = true;
    stop_accepting(worker);
    tell(worker, CONTROL_STOPPED);
    evtimer_add(&worker->silence, &silence_allowed);
    evtimer_add(&worker->drain, &drain);
    evtimer_add(&worker->transfer, &transfer_allowed);
    stop_if_done(worker);
}

static void
on_signal(evutil_socket_t number, short what, void *argument)
{
    (void)number;
    (void)what;
    begin_drain(argument);
}

/* The master has said nothing intelligible, or it is gone. */
static void
end_control(struct worker *worker)
{
    event_del(&worker->control);
    begin_drain(worker);
}

static void
on_control(evutil_socket_t fd, short what, void *argument)
{
    struct worker *worker = argument;
    char byte = '\0';
    ssize_t count = recv(fd, &byte, 1, MSG_DONTWAIT);

    (void)what;
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count != 1)
        end_control(worker);
    else if (byte == CONTROL_PING)
        tell(worker, CONTROL_PING);
    else if (byte == CONTROL_ACCEPT)
        start_accepting(worker);
    else if (byte == CONTROL_DRAIN)
        begin_drain(worker);
}

static void
on_silence(evutil_socket_t fd, short what, void *argument)
{
    (void)fd;
    (void)what;
    service_end(((struct worker *)argument)->service, SERVICE_ENDS_SILENT);
}

static void
on_drain(evutil_socket_t fd, short what, void *argument)
{
    (void)fd;
    (void)what;
    service_end(((struct worker *)argument)->service, SERVICE_ENDS_IDLE);
}

static void
on_transfer(evutil_socket_t fd, short what, void *argument)
{
    (void)fd;
    (void)what;
    service_end(((struct worker *)argument)->service, SERVICE_ENDS_ALL);
}

/* Neither locks nor changing descriptions of descriptors: a worker has one thread and never duplicates a connection. */
static struct event_base *
base_new(void)
{
    struct event_config *config;
    struct event_base *base = NULL;

    event_memory_use();
    config = event_config_new();
    if (config != NULL) {
        event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
        base = event_base_new_with_config(config);
        event_config_free(config);
    }
    return base;
}

static void
assign_events(struct worker *worker)
{
    struct event_base *base = worker->base;

    event_assign(&worker->control, base, worker->setup->control, EV_READ | EV_PERSIST, on_control, worker);
    evsignal_assign(&worker->terminate, base, SIGTERM, on_signal, worker);
    evsignal_assign(&worker->interrupt, base, SIGINT, on_signal, worker);
    evtimer_assign(&worker->silence, base, on_silence, worker);
    evtimer_assign(&worker->drain, base, on_drain, worker);
    evtimer_assign(&worker->transfer, base, on_transfer, worker);
}

struct worker *
worker_new(const struct worker_setup *setup)
{
    struct event_base *base = base_new();
    struct worker *worker;

    if (base == NULL) {
        log_line(LOG_ERROR, "the worker cannot start its event loop");
        return NULL;
    }
    signal(SIGPIPE, SIG_IGN); /* OpenSSL and the log write to sockets that may be closed (hardening.md O10) */
    worker = memory_new(sizeof *worker);
    worker->setup = setup;
    worker->base = base;
    worker->service = service_new(setup, base);
    service_on_close(worker->service, stop_if_done, worker);
    assign_events(worker);
    event_add(&worker->control, NULL);
    event_add(&worker->terminate, NULL);
    event_add(&worker->interrupt, NULL);
    worker->acceptors = memory_new((setup->listener_count + 1) * sizeof *worker->acceptors);
    return worker;
}

void
worker_run(struct worker *worker)
{
    event_base_dispatch(worker->base);
}

void
worker_free(struct worker *worker)
{
    if (worker == NULL)
        return;
    for (size_t i = 0; i < worker->setup->listener_count; i++)
        acceptor_free(worker->acceptors[i]);
    free(worker->acceptors);
    service_on_close(worker->service, NULL, NULL);
    service_free(worker->service);
    event_del(&worker->control);
    event_del(&worker->terminate);
    event_del(&worker->interrupt);
    evtimer_del(&worker->silence);
    evtimer_del(&worker->drain);
    evtimer_del(&worker->transfer);
    event_base_free(worker->base);
    free(worker);
}
