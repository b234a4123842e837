/* connection.c - what a connection is in every phase: counted, waiting for its socket, ended and logged. */
#include "server/connection.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "server/admission.h"
#include "server/event_room.h"

/* After most of a crowd of at least this many has gone, its memory goes back to the system. */
#define CROWD 32

struct connection *
connection_of(struct deadline *deadline)
{
    return (struct connection *)deadline;
}

struct connection *
connection_new(struct service *service, const struct service_port *port, int fd, const struct sockaddr *peer)
{
    struct connection *connection;

    service->known_descriptors = event_room_make(service->base, fd, service->known_descriptors);
    connection = memory_new(sizeof *connection);
    connection->service = service;
    connection->port = port;
    connection->fd = fd;
    connection->accepted_at = deadline_now();
    connection->entry.protocol = port->protocol == PROTOCOL_GEMINI ? "gemini" : "gopher";
    connection->entry.address = address_of(peer);
    connection->entry.milliseconds = -1; /* not known before the reply is out */
    connection->silent = true;
    TAILQ_INSERT_TAIL(&service->silent, connection, silent_link);
    admission_begin(connection);
    connection_count(connection, STATISTIC_ACCEPTED, 1);
    connection_count(connection, STATISTIC_OPEN, 1);
    return connection;
}

void
connection_break_silence(struct connection *connection)
{
    if (connection->silent)
        TAILQ_REMOVE(&connection->service->silent, connection, silent_link);
    connection->silent = false;
}

void
connection_count(const struct connection *connection, enum statistic which, int amount)
{
    statistics_add(connection->service->setup->statistics, which, amount);
}

/* The heap keeps what it once had; a flood must not leave the worker large for ever. */
static void
give_back_memory(struct service *service)
{
    bool most_gone = service->peak >= CROWD && service_count(service) <= service->peak / 8;
    bool last_gone = service->crowd_leaves && service_count(service) == 0;

    if (!most_gone && !last_gone)
        return;
    malloc_trim(0);
    service->peak = service_count(service); /* those are a crowd of their own */
    service->crowd_leaves = !last_gone;
}

/* Silent connections and those of health checks are no requests: they leave no line. */
static void
log_connection(struct connection *connection, const char *reason)
{
    struct access_entry *entry = &connection->entry;
    struct statistics_slot *statistics = connection->service->setup->statistics;

    if (entry->reason == NULL)
        entry->reason = reason;
    if (connection->silent || (entry->status == 0 && entry->reason == NULL))
        return;
    if (entry->milliseconds < 0)
        entry->milliseconds = deadline_now() - connection->accepted_at;
    entry->request = buffer_slice(&connection->request);
    statistics_add_request(statistics,
                           connection->port->protocol == PROTOCOL_GEMINI ? STATISTIC_GEMINI : STATISTIC_GOPHER,
                           entry->status, entry->milliseconds);
    statistics_add(statistics, STATISTIC_BYTES, (int64_t)entry->bytes);
    if (entry->status == 53 && connection->port->protocol == PROTOCOL_GEMINI)
        entry->served = connection->port->served;
    if (!access_log_add(connection->service->log, entry))
        statistics_add(statistics, STATISTIC_LOG_DROPPED, 1);
}

static void
stop_waiting(struct connection *connection)
{
    if (connection->interest != 0)
        event_del(&connection->event);
    connection->interest = 0;
}

void
connection_close(struct connection *connection, const char *reason)
{
    struct service *service = connection->service;

    log_connection(connection, reason);
    connection_count(connection, STATISTIC_OPEN, -1);
    admission_leave(connection);
    if (connection->silent)
        TAILQ_REMOVE(&service->silent, connection, silent_link);
    deadline_stop(&connection->deadline);
    stop_waiting(connection);
    transport_clear(&connection->transport);
    body_clear(&connection->body);
    free(connection->put_off);
    close(connection->fd);
    buffer_clear(&connection->request);
    buffer_clear(&connection->scratch);
    free(connection);
    give_back_memory(service);
    if (service->on_close != NULL)
        service->on_close(service->on_close_argument);
}

void
connection_evict(struct connection *connection, const char *reason)
{
    connection_count(connection, STATISTIC_EVICTED, 1);
    connection_close(connection, reason);
}

void
connection_refuse(struct connection *connection, const char *reason)
{
    connection_count(connection, STATISTIC_REFUSED, 1);
    connection_close(connection, reason);
}

void
connection_reset(struct connection *connection, const char *reason)
{
    struct linger at_once = { .l_onoff = 1 };

    if (connection->port->protocol == PROTOCOL_GOPHER)
        setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    connection_close(connection, reason);
}

void
connection_enter(struct connection *connection, enum phase phase)
{
    deadline_start(&connection->service->phases[phase], &connection->deadline);
}

static void
on_event(evutil_socket_t fd, short what, void *argument)
{
    struct connection *connection = argument;

    (void)fd;
    (void)what;
    transport_woken(&connection->transport);
    connection->state(connection);
}

void
connection_wait(struct connection *connection, short interest, connection_state state)
{
    connection->state = state;
    if (connection->interest == interest)
        return;
    stop_waiting(connection);
    event_assign(&connection->event, connection->service->base, connection->fd, (short)(interest | EV_PERSIST),
                 on_event, connection);
    event_add(&connection->event, NULL);
    connection->interest = interest;
}

void
connection_wait_briefly(struct connection *connection, unsigned milliseconds, connection_state state)
{
    const struct timeval wait = { 0, (suseconds_t)milliseconds * 1000 };

    connection->state = state;
    stop_waiting(connection);
    event_assign(&connection->event, connection->service->base, -1, 0, on_event, connection);
    event_add(&connection->event, &wait);
    connection->interest = EV_TIMEOUT;
}

void
connection_wait_for(struct connection *connection, enum transport_result result, connection_state state)
{
    connection_wait(connection, result == TRANSPORT_WANTS_WRITE ? EV_WRITE : EV_READ, state);
}
