/* request_reader.c - gathers the request line, has it answered and hands the answer over to be sent. */
#include "server/request_reader.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "server/admission.h"
#include "server/reply.h"

static enum request_state
request_state(const struct connection *connection, struct slice bytes, struct slice *line)
{
    if (connection->port->protocol == PROTOCOL_GEMINI)
        return gemini_request_state(bytes, line);
    return gopher_request_state(bytes, connection->transport.ended, line);
}

/* True if the client asks too fast, and ANSWER says so. */
static bool
is_too_fast(struct connection *connection, struct answer *answer)
{
    unsigned seconds = admission_ask(connection);

    if (seconds == 0)
        return false;
    connection_count(connection, STATISTIC_REFUSED, 1);
    if (connection->port->protocol == PROTOCOL_GEMINI)
        gemini_too_fast(seconds, &connection->scratch, answer);
    else
        gopher_refusal(&connection->port->gopher, "You ask too fast, please try again a little later",
                       &connection->scratch, answer);
    answer->status = 44;
    return true;
}

/* Keeps LINE for the log and answers it. */
static void
answer_request(struct connection *connection, struct slice line)
{
    const struct service_port *port = connection->port;
    struct buffer request = { 0 };
    struct answer answer;

    buffer_add(&request, line);
    buffer_clear(&connection->request);
    connection->request = request;
    line = buffer_slice(&connection->request);
    if (is_too_fast(connection, &answer))
        connection->entry.reason = "refused: too many requests of one client";
    else if (port->protocol == PROTOCOL_GEMINI)
        gemini_answer(&port->gemini, line, &connection->scratch, &answer);
    else
        gopher_answer(&port->gopher, line, &connection->scratch, &answer);
    reply_begin(connection, &answer);
}

static void
refuse_request(struct connection *connection, struct slice line, const char *reason)
{
    struct answer answer;

    if (connection->port->protocol == PROTOCOL_GEMINI) { /* its first check is for length, and says 59 */
        answer_request(connection, line);
        return;
    }
    if (connection->request.length == 0)
        buffer_add(&connection->request, line);
    gopher_refusal(&connection->port->gopher, reason, &connection->scratch, &answer);
    reply_begin(connection, &answer);
}

/* All that has arrived: BYTES alone, or behind what had to be kept. */
static struct slice
gather(struct connection *connection, struct slice bytes)
{
    if (connection->request.length == 0)
        return bytes;
    buffer_add(&connection->request, bytes);
    return buffer_slice(&connection->request);
}

/* True: LINE has been answered, or the connection has ended. False: more is needed. */
static bool
take_bytes(struct connection *connection, struct slice bytes)
{
    struct slice all = gather(connection, bytes), line;

    switch (request_state(connection, all, &line)) {
    case REQUEST_COMPLETE:
        answer_request(connection, line);
        return true;
    case REQUEST_TOO_LONG:
        refuse_request(connection, line, "Your request is too long");
        return true;
    default:
        if (connection->request.length == 0)
            buffer_add(&connection->request, bytes);
        return false;
    }
}

/*
 * A client with Nagle's algorithm keeps its request back until the end of its handshake is acknowledged, which the kernel
 * would put off for 40 ms, as we send nothing before our reply: so it is told to acknowledge at once.
 */
static void
wait_for_request(struct connection *connection, enum transport_result result)
{
    int now = 1;

    if (connection->state != request_begin && connection->port->protocol == PROTOCOL_GEMINI)
        setsockopt(connection->fd, IPPROTO_TCP, TCP_QUICKACK, &now, sizeof now);
    connection_wait_for(connection, result, request_begin);
}

void
request_begin(struct connection *connection)
{
    struct transport *transport = &connection->transport;
    char *bytes = connection->service->scratch;
    enum transport_result result;
    size_t count;

    while ((result = transport->kind->read(transport, bytes, SERVICE_FIRST_READ, &count)) == TRANSPORT_DONE)
        if (take_bytes(connection, slice_make(bytes, count)))
            return;
    if (result == TRANSPORT_WANTS_READ || result == TRANSPORT_WANTS_WRITE)
        wait_for_request(connection, result);
    else if (result == TRANSPORT_FAILED)
        connection_close(connection, transport->reason);
    else if (!take_bytes(connection, slice_make("", 0)))
        connection_close(connection,
                         connection->request.length > 0 ? "client left before its request was complete" : NULL);
}

void
request_on_deadline(struct deadline *deadline)
{
    struct connection *connection = connection_of(deadline);

    if (connection->port->protocol == PROTOCOL_GOPHER && !connection->silent)
        refuse_request(connection, slice_make("", 0), "Your request took too long");
    else
        connection_close(connection, "no request within deadline.request");
}
