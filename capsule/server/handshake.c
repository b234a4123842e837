/* handshake.c - from the first byte to a connection on which a request may come. */
#include "server/handshake.h"

#include <errno.h>

#include "server/admission.h"
#include "server/linger.h"
#include "server/reply.h"
#include "server/request_reader.h"

/* Sends 44 at once, before the request: a client over its cap must not cost more than it has to. */
static void
say_slow_down(struct connection *connection)
{
    struct answer answer;

    connection_count(connection, STATISTIC_REFUSED, 1);
    gemini_slow_down(&answer);
    reply_begin(connection, &answer);
}

static void
begin_request(struct connection *connection)
{
    bool has_room = admission_open(connection);

    if (!has_room || connection->excess) {
        if (connection->port->protocol == PROTOCOL_GEMINI)
            say_slow_down(connection);
        else
            connection_refuse(connection, "refused: too many connections");
        return;
    }
    if (connection->port->protocol == PROTOCOL_GEMINI) {
        connection_enter(connection, PHASE_REQUEST);
        transport_woken(&connection->transport); /* the request often follows the handshake at once: look again */
    }
    request_begin(connection);
}

/* The alert that says why is out; a close at once would let a reset overtake it. */
static void
end_handshake(struct connection *connection)
{
    connection->entry.reason = connection->transport.reason;
    connection_count(connection, STATISTIC_HANDSHAKE_FAILURES, 1);
    if (connection->transport.sent > 0 && !connection->transport.ended && shutdown(connection->fd, SHUT_WR) == 0)
        linger_begin(connection);
    else
        connection_close(connection, connection->entry.reason);
}

static void
on_handshake(struct connection *connection)
{
    enum transport_result result = connection->transport.kind->handshake(&connection->transport);

    if (result == TRANSPORT_DONE)
        begin_request(connection);
    else if (result == TRANSPORT_FAILED)
        end_handshake(connection);
    else
        connection_wait_for(connection, result, on_handshake);
}

static void
begin_transport(struct connection *connection, struct slice early)
{
    struct service *service = connection->service;
    bool gemini = connection->port->protocol == PROTOCOL_GEMINI;

    connection_break_silence(connection);
    if (!gemini && early.bytes[0] == GOPHER_TLS_BYTE) {
        connection_close(connection, "TLS on a port without TLS");
        return;
    }
    transport_start(&connection->transport, gemini ? &transport_tls : &transport_plain, &service->pool, connection->fd,
                    early);
    connection->transport.drained = early.length < SERVICE_FIRST_READ;
    if (connection->excess)
        connection_enter(connection, PHASE_HANDSHAKE);
    on_handshake(connection);
}

void
handshake_begin(struct connection *connection)
{
    ssize_t count = recv(connection->fd, connection->service->first, SERVICE_FIRST_READ, MSG_DONTWAIT);

    if (count > 0)
        begin_transport(connection, slice_make(connection->service->first, (size_t)count));
    else if (count < 0 && (errno == EAGAIN || errno == EINTR))
        connection_wait(connection, EV_READ, handshake_begin);
    else
        connection_close(connection, NULL); /* a health check, perhaps: no request was made */
}

void
handshake_on_deadline(struct deadline *deadline)
{
    connection_count(connection_of(deadline), STATISTIC_HANDSHAKE_FAILURES, 1);
    connection_close(connection_of(deadline), "no handshake within deadline.handshake");
}

void
handshake_on_excess_deadline(struct deadline *deadline)
{
    connection_refuse(connection_of(deadline), "refused: too many connections of one client");
}
