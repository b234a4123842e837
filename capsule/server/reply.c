/* reply.c - sends one reply, a burst per wake-up, as fast as the client reads it. */
#include "server/reply.h"

#include <errno.h>

#include "base/memory.h"
#include "server/linger.h"

/* Bytes sent to one client per wake-up, so that a fast reader of a large file leaves room for others. */
#define WRITE_BURST ((uint64_t)16 * TRANSPORT_PIECE)

/* The average rate counts once a reply has taken this long (hardening.md 3, "writing"). */
#define RATE_GRACE_MILLISECONDS 60000

/* A file that somebody is writing is tried again so often, at such intervals, before the client is told to come later. */
#define WRITER_PATIENCE     25
#define WRITER_MILLISECONDS 20

static void on_writable(struct connection *connection);
static void open_again(struct connection *connection);

static void
finish_reply(struct connection *connection)
{
    enum transport_result result = connection->transport.kind->shutdown(&connection->transport);

    if (result == TRANSPORT_DONE)
        linger_begin(connection);
    else if (result == TRANSPORT_WANTS_WRITE)
        connection_wait(connection, EV_WRITE, finish_reply);
    else
        connection_close(connection, connection->transport.reason);
}

static bool
is_too_slow(const struct connection *connection)
{
    int64_t elapsed = deadline_now() - connection->writing_since;
    uint64_t sent = connection->transport.sent - connection->write_from;

    return elapsed > RATE_GRACE_MILLISECONDS &&
           sent * 1000 < (uint64_t)connection->service->setup->settings->write_rate * (uint64_t)elapsed;
}

/* The burst is over or the socket is full: goes on when it is writable. Progress starts the stall deadline anew. */
static void
pause_writing(struct connection *connection, uint64_t sent_before)
{
    if (is_too_slow(connection)) {
        connection_reset(connection, "client reads more slowly than write-rate");
        return;
    }
    if (connection->transport.sent > sent_before)
        connection_enter(connection, PHASE_WRITE);
    connection_wait(connection, EV_WRITE, on_writable);
}

/* A client that has closed its side gets its whole reply; an error while writing is final (hardening.md L2, L3). */
static void
on_writable(struct connection *connection)
{
    struct transport *transport = &connection->transport;
    uint64_t before = transport->sent, from = connection->entry.bytes;
    enum transport_result result = TRANSPORT_DONE;
    struct slice piece;

    while (result == TRANSPORT_DONE && connection->entry.bytes - from < WRITE_BURST) {
        enum body_state state = body_next(&connection->body, connection->service->scratch, TRANSPORT_PIECE, &piece);
        size_t count = 0;

        if (state == BODY_BROKEN) {
            connection_reset(connection, "the file was changed while it was sent");
            return;
        }
        if (piece.length > 0)
            result = transport->kind->write(transport, piece, state == BODY_LAST, &count);
        body_advance(&connection->body, count);
        connection->entry.bytes += count;
        if (state == BODY_LAST && result == TRANSPORT_DONE && count == piece.length) {
            finish_reply(connection);
            return;
        }
    }
    if (result == TRANSPORT_DONE || result == TRANSPORT_WANTS_WRITE)
        pause_writing(connection, before);
    else
        connection_reset(connection, transport->reason);
}

static bool
is_temporary(int number)
{
    return number == EBUSY || number == EMFILE || number == ENFILE || number == ENOMEM || number == EAGAIN ||
           number == EINTR;
}

/* The reply becomes what stands in for a file that cannot be opened. */
static void
use_stand_in(struct connection *connection, const struct answer *answer, int number)
{
    bool busy = is_temporary(number);

    body_start(&connection->body, busy ? answer->busy : answer->unavailable);
    connection->entry.status = busy ? 40 : 51;
    if (number == EBUSY)
        connection->entry.reason = "somebody is writing the file";
}

/* Most who write a file are done in a moment. */
static void
put_off(struct connection *connection, const struct answer *answer)
{
    if (connection->put_off == NULL) {
        connection->put_off = memory_new(sizeof *answer);
        *connection->put_off = *answer;
    }
    connection->put_off_count++;
    connection_wait_briefly(connection, WRITER_MILLISECONDS, open_again);
}

/* False: somebody is writing the file, and it is tried again later. */
static bool
open_file(struct connection *connection, const struct answer *answer)
{
    const struct service *service = connection->service;

    body_start(&connection->body, answer->bytes);
    if (!body_open(&connection->body, service->setup->sites[answer->site].root, answer->path)) {
        if (errno == EBUSY && connection->put_off_count < WRITER_PATIENCE) {
            put_off(connection, answer);
            return false;
        }
        use_stand_in(connection, answer, errno);
    } else if (connection->port->protocol == PROTOCOL_GOPHER && answer->text) {
        if (service->setup->settings->gopher_text_terminator)
            body_stuff(&connection->body);
        else if (body_file_length(&connection->body) == 0)
            connection->body.bytes = slice_of("\r\n"); /* clients take an empty reply for a failure (gopher.md 2.3) */
    }
    return true;
}

static void
open_again(struct connection *connection)
{
    if (open_file(connection, connection->put_off))
        on_writable(connection);
}

void
reply_begin(struct connection *connection, const struct answer *answer)
{
    connection->entry.status = answer->status;
    connection->transport.limited = false;
    connection->writing_since = deadline_now();
    connection->write_from = connection->transport.sent;
    connection_enter(connection, PHASE_WRITE);
    body_start(&connection->body, answer->bytes);
    if (answer->path == NULL || open_file(connection, answer))
        on_writable(connection);
}

void
reply_on_deadline(struct deadline *deadline)
{
    connection_reset(connection_of(deadline), "client has not read within deadline.stall");
}
