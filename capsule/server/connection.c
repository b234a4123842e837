/*
 * connection.c - one client from accept to close.
 *
 * (on_proxy_header ->) on_first_byte -> on_handshake -> on_request -> on_writable -> on_linger, and from each of them a
 * deadline. The installed callback *is* the state. All ends go through connection_close.
 */
#include "server/connection.h"

#include <errno.h>
#include <event2/event_struct.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "protocol/proxy_header.h"
#include "server/body.h"

/* Bytes sent to one client per wake-up, so that a fast reader of a large file leaves room for others. */
#define WRITE_BURST ((uint64_t)16 * TRANSPORT_PIECE)

/* After most of a crowd of at least this many has gone, its memory goes back to the system. */
#define CROWD 32

/* No client has more than this many times its cap, told or not. */
#define EXCESS_FACTOR 2

/* The average rate counts once a reply has taken this long (hardening.md 3, "writing"). */
#define RATE_GRACE_MILLISECONDS 60000

/* What is taken from a client after our reply, before its connection is closed. */
#define LINGER_BYTES (64 * 1024)

typedef void (*connection_state)(struct connection *connection);

struct connection {
    struct deadline deadline; /* first: connection_of */
    TAILQ_ENTRY(connection) silent_link;
    struct event event;
    struct service *service;
    const struct service_port *port;
    connection_state state;
    struct transport transport;
    struct address group; /* for the caps; only if COUNTED */
    struct access_entry entry;
    struct buffer request; /* the line, for the log; before it is complete: what has arrived */
    struct buffer scratch; /* of a reply that is not in the image */
    struct body body;
    uint64_t write_from; /* raw bytes sent before the reply */
    int64_t accepted_at, writing_since;
    int fd;
    short interest; /* EV_READ, EV_WRITE or 0: what EVENT waits for */
    bool silent, counted, excess, open;
};

static void on_proxy_header(struct connection *connection);
static void on_first_byte(struct connection *connection);
static void on_handshake(struct connection *connection);
static void on_request(struct connection *connection);
static void on_writable(struct connection *connection);
static void on_linger(struct connection *connection);

struct connection *
connection_of(struct deadline *deadline)
{
    return (struct connection *)deadline;
}

static void
leave_counts(struct connection *connection)
{
    struct service *service = connection->service;

    if (connection->open)
        service->open--;
    else
        service->beginning--;
    if (connection->silent)
        TAILQ_REMOVE(&service->silent, connection, silent_link);
    if (connection->counted)
        limit_leave(service->limit, &connection->group);
}

/* The heap keeps what it once had; a flood must not leave the worker large for ever. */
static void
give_back_memory(struct service *service)
{
    if (service->peak < CROWD || service_count(service) > service->peak / 8)
        return;
    malloc_trim(0);
    service->peak = service_count(service); /* those are a crowd of their own */
}

static void
tally(const struct connection *connection, enum statistic which, int amount)
{
    statistics_add(connection->service->setup->statistics, which, amount);
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

void
connection_close(struct connection *connection, const char *reason)
{
    struct service *service = connection->service;

    log_connection(connection, reason);
    tally(connection, STATISTIC_OPEN, -1);
    leave_counts(connection);
    deadline_stop(&connection->deadline);
    if (connection->interest != 0)
        event_del(&connection->event);
    transport_clear(&connection->transport);
    body_clear(&connection->body);
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
    tally(connection, STATISTIC_EVICTED, 1);
    connection_close(connection, reason);
}

/* Of a client beyond its cap. */
static void
connection_refuse(struct connection *connection, const char *reason)
{
    tally(connection, STATISTIC_REFUSED, 1);
    connection_close(connection, reason);
}

static void
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

/* Waits until the socket is readable or writable (INTEREST), then goes on in STATE. The phase's deadline keeps running. */
static void
connection_wait(struct connection *connection, short interest, connection_state state)
{
    connection->state = state;
    if (connection->interest == interest)
        return;
    if (connection->interest != 0)
        event_del(&connection->event);
    event_assign(&connection->event, connection->service->base, connection->fd, (short)(interest | EV_PERSIST),
                 on_event, connection);
    event_add(&connection->event, NULL);
    connection->interest = interest;
}

/* Waits for what RESULT asks for. */
static void
connection_wait_for(struct connection *connection, enum transport_result result, connection_state state)
{
    connection_wait(connection, result == TRANSPORT_WANTS_WRITE ? EV_WRITE : EV_READ, state);
}

void
connection_reset(struct connection *connection, const char *reason)
{
    struct linger at_once = { .l_onoff = 1 };

    if (connection->port->protocol == PROTOCOL_GOPHER)
        setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    connection_close(connection, reason);
}

/* The reply is out. Only the client's close, or too many bytes from it, is worth a wake-up: hence SO_RCVLOWAT. */
static void
begin_linger(struct connection *connection)
{
    int enough = LINGER_BYTES;

    connection->entry.milliseconds = deadline_now() - connection->accepted_at;
    transport_clear(&connection->transport);
    body_clear(&connection->body);
    setsockopt(connection->fd, SOL_SOCKET, SO_RCVLOWAT, &enough, sizeof enough);
    connection_enter(connection, PHASE_LINGER);
    connection_wait(connection, EV_READ, on_linger);
}

/*
 * Close with unread input makes the kernel send a reset, which may overtake the reply (hardening.md L15): what the client
 * still sends is thrown away, unread (MSG_TRUNC), until it has closed.
 */
static void
on_linger(struct connection *connection)
{
    ssize_t count, all = 0;

    while ((count = recv(connection->fd, NULL, LINGER_BYTES, MSG_TRUNC | MSG_DONTWAIT)) > 0 && all < LINGER_BYTES)
        all += count;
    if (count < 0 && (errno == EAGAIN || errno == EINTR) && all < LINGER_BYTES)
        return;
    connection_close(connection, NULL);
}

static void
finish_reply(struct connection *connection)
{
    enum transport_result result = connection->transport.kind->shutdown(&connection->transport);

    if (result == TRANSPORT_DONE)
        begin_linger(connection);
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
    return number == EMFILE || number == ENFILE || number == ENOMEM || number == EAGAIN || number == EINTR;
}

/* The reply becomes what stands in for a file that cannot be opened. */
static void
use_stand_in(struct connection *connection, const struct answer *answer, int number)
{
    bool busy = is_temporary(number);

    body_start(&connection->body, busy ? answer->busy : answer->unavailable);
    connection->entry.status = busy ? 40 : 51;
}

static void
open_file(struct connection *connection, const struct answer *answer)
{
    const struct service *service = connection->service;

    if (!body_open(&connection->body, service->setup->root, answer->path)) {
        use_stand_in(connection, answer, errno);
        return;
    }
    if (connection->port->protocol == PROTOCOL_GOPHER && answer->text) {
        if (service->setup->settings->gopher_text_terminator)
            body_stuff(&connection->body);
        else if (connection->body.opened.st_size == 0)
            connection->body.bytes = slice_of("\r\n"); /* clients take an empty reply for a failure (gopher.md 2.3) */
    }
}

static void
connection_reply(struct connection *connection, const struct answer *answer)
{
    connection->entry.status = answer->status;
    connection->transport.limited = false;
    body_start(&connection->body, answer->bytes);
    if (answer->path != NULL)
        open_file(connection, answer);
    connection->writing_since = deadline_now();
    connection->write_from = connection->transport.sent;
    connection_enter(connection, PHASE_WRITE);
    on_writable(connection);
}

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
    const struct settings *settings = connection->service->setup->settings;
    const struct rate rate = { settings->rate_requests, settings->rate_burst };
    unsigned seconds = 0;

    if (connection->counted)
        seconds = limit_ask(connection->service->limit, &connection->group, &rate, deadline_now());
    if (seconds == 0)
        return false;
    tally(connection, STATISTIC_REFUSED, 1);
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
    connection_reply(connection, &answer);
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
    connection_reply(connection, &answer);
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

    if (connection->state != on_request && connection->port->protocol == PROTOCOL_GEMINI)
        setsockopt(connection->fd, IPPROTO_TCP, TCP_QUICKACK, &now, sizeof now);
    connection_wait_for(connection, result, on_request);
}

static void
on_request(struct connection *connection)
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

/* Sends 44 at once, before the request: a client over its cap must not cost more than it has to. */
static void
say_slow_down(struct connection *connection)
{
    struct answer answer;

    tally(connection, STATISTIC_REFUSED, 1);
    gemini_slow_down(&answer);
    connection_reply(connection, &answer);
}

/* The handshake is done (Gopher: the first byte is here). True if there is room among the open connections. */
static bool
join_open(struct connection *connection)
{
    struct service *service = connection->service;
    struct deadline *oldest = deadline_first(&service->phases[PHASE_REQUEST]);

    if (service->open >= service->setup->settings->open_connections && oldest != NULL)
        connection_evict(connection_of(oldest), "evicted: too many connections");
    service->beginning--;
    service->open++;
    connection->open = true;
    return service->open <= service->setup->settings->open_connections;
}

static void
begin_request(struct connection *connection)
{
    bool has_room = join_open(connection);

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
    on_request(connection);
}

/* The alert that says why is out; a close at once would let a reset overtake it. */
static void
end_handshake(struct connection *connection)
{
    connection->entry.reason = connection->transport.reason;
    tally(connection, STATISTIC_HANDSHAKE_FAILURES, 1);
    if (connection->transport.sent > 0 && !connection->transport.ended && shutdown(connection->fd, SHUT_WR) == 0)
        begin_linger(connection);
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

    TAILQ_REMOVE(&service->silent, connection, silent_link);
    connection->silent = false;
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

/* What TLS needs is made now and not before: a silent connection costs a few hundred bytes (hardening.md L7). */
static void
on_first_byte(struct connection *connection)
{
    ssize_t count = recv(connection->fd, connection->service->first, SERVICE_FIRST_READ, MSG_DONTWAIT);

    if (count > 0)
        begin_transport(connection, slice_make(connection->service->first, (size_t)count));
    else if (count < 0 && (errno == EAGAIN || errno == EINTR))
        connection_wait(connection, EV_READ, on_first_byte);
    else
        connection_close(connection, NULL); /* a health check, perhaps: no request was made */
}

/* Makes room for one more before the handshake: the one that has been silent longest goes, or the oldest of them. */
static void
make_room(struct service *service)
{
    struct deadline *oldest = deadline_first(&service->phases[PHASE_HANDSHAKE]);

    if (service->beginning < service->setup->settings->silent_connections || service_evict(service))
        return;
    if (oldest != NULL)
        connection_evict(connection_of(oldest), "evicted: too many handshakes");
}

/* Counts the client and says whether it is far beyond its cap. */
static bool
exceeds(struct connection *connection)
{
    struct service *service = connection->service;
    unsigned allowed = service->setup->settings->address_connections, count;

    if (network_list_holds(&service->setup->settings->trusted, connection->entry.address.bytes))
        return false;
    connection->group = address_group(&connection->entry.address);
    connection->counted = true;
    limit_tidy(service->limit, deadline_now());
    count = limit_enter(service->limit, &connection->group);
    connection->excess = count > allowed;
    return count > allowed * EXCESS_FACTOR;
}

static struct connection *
connection_new(struct service *service, const struct service_port *port, int fd, const struct sockaddr *peer)
{
    struct connection *connection = memory_new(sizeof *connection);

    connection->service = service;
    connection->port = port;
    connection->fd = fd;
    connection->accepted_at = deadline_now();
    connection->entry.protocol = port->protocol == PROTOCOL_GEMINI ? "gemini" : "gopher";
    connection->entry.address = address_of(peer);
    connection->entry.milliseconds = -1; /* not known before the reply is out */
    connection->silent = true;
    TAILQ_INSERT_TAIL(&service->silent, connection, silent_link);
    service->beginning++;
    if (service->peak < service_count(service))
        service->peak = service_count(service);
    tally(connection, STATISTIC_ACCEPTED, 1);
    tally(connection, STATISTIC_OPEN, 1);
    return connection;
}

static enum phase
first_phase(const struct connection *connection)
{
    if (connection->excess)
        return PHASE_EXCESS;
    return connection->port->protocol == PROTOCOL_GEMINI ? PHASE_HANDSHAKE : PHASE_SELECTOR;
}

/* It is known whose connection this is. */
static void
begin_client(struct connection *connection)
{
    if (exceeds(connection)) {
        connection_refuse(connection, "refused: too many connections of one client");
        return;
    }
    connection_enter(connection, first_phase(connection));
    on_first_byte(connection); /* the ClientHello is often here already */
}

static void
end_proxy_header(struct connection *connection, const struct proxy_header *header)
{
    buffer_clear(&connection->request);
    if (header->has_address)
        memcpy(connection->entry.address.bytes, header->address, sizeof header->address);
    begin_client(connection);
}

/* A proxy that is not set up as we are is a fault that its operator looks for in the log. */
static void
refuse_proxy(struct connection *connection, const char *reason)
{
    if (connection->silent)
        TAILQ_REMOVE(&connection->service->silent, connection, silent_link);
    connection->silent = false;
    buffer_clear(&connection->request);
    connection_close(connection, reason);
}

/*
 * Takes exactly the header's bytes off the socket, as what follows is for TLS to read (hardening.md S7): it is looked at
 * first, and taken as far as it belongs to the header.
 */
static void
on_proxy_header(struct connection *connection)
{
    char *bytes = connection->service->scratch;
    size_t before = connection->request.length;
    ssize_t count = recv(connection->fd, bytes, PROXY_HEADER_MAX - before, MSG_PEEK | MSG_DONTWAIT);
    enum proxy_header_state state = PROXY_HEADER_WANTS_MORE;
    struct proxy_header header;

    if (count > 0) {
        buffer_add(&connection->request, slice_make(bytes, (size_t)count));
        state = proxy_header_read(buffer_slice(&connection->request), &header);
        if (state == PROXY_HEADER_COMPLETE)
            count = (ssize_t)(header.length - before);
        count = recv(connection->fd, bytes, (size_t)count, MSG_DONTWAIT);
    }
    if (state == PROXY_HEADER_COMPLETE && count > 0)
        end_proxy_header(connection, &header);
    else if (state == PROXY_HEADER_INVALID)
        refuse_proxy(connection, "no valid PROXY header");
    else if (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)))
        connection_wait(connection, EV_READ, on_proxy_header);
    else
        connection_close(connection, NULL); /* a health check of the port alone */
}

static void
expect_proxy_header(struct connection *connection)
{
    if (!network_list_holds(&connection->service->setup->settings->proxy_from, connection->entry.address.bytes)) {
        refuse_proxy(connection, "a PROXY header is taken from proxy-from alone");
        return;
    }
    connection_enter(connection, PHASE_PROXY);
    on_proxy_header(connection);
}

void
connection_accept(struct service *service, const struct service_port *port, int fd, const struct sockaddr *peer)
{
    struct connection *connection;

    make_room(service);
    connection = connection_new(service, port, fd, peer);
    if (port->proxy)
        expect_proxy_header(connection);
    else
        begin_client(connection);
}

static void
on_proxy_deadline(struct deadline *deadline)
{
    struct connection *connection = connection_of(deadline);

    if (connection->request.length > 0)
        refuse_proxy(connection, "no PROXY header within deadline.proxy");
    else
        connection_close(connection, NULL);
}

static void
on_excess_deadline(struct deadline *deadline)
{
    connection_refuse(connection_of(deadline), "refused: too many connections of one client");
}

static void
on_handshake_deadline(struct deadline *deadline)
{
    tally(connection_of(deadline), STATISTIC_HANDSHAKE_FAILURES, 1);
    connection_close(connection_of(deadline), "no handshake within deadline.handshake");
}

/* A Gopher client is told; a Gemini client has not ended its line, so it has made no request (gemini.md 1.1). */
static void
on_request_deadline(struct deadline *deadline)
{
    struct connection *connection = connection_of(deadline);

    if (connection->port->protocol == PROTOCOL_GOPHER && !connection->silent)
        refuse_request(connection, slice_make("", 0), "Your request took too long");
    else
        connection_close(connection, "no request within deadline.request");
}

static void
on_write_deadline(struct deadline *deadline)
{
    connection_reset(connection_of(deadline), "client has not read within deadline.stall");
}

static void
on_linger_deadline(struct deadline *deadline)
{
    connection_close(connection_of(deadline), NULL);
}

const deadline_callback connection_deadlines[PHASE_COUNT] = {
    [PHASE_PROXY] = on_proxy_deadline,         [PHASE_EXCESS] = on_excess_deadline,
    [PHASE_HANDSHAKE] = on_handshake_deadline, [PHASE_REQUEST] = on_request_deadline,
    [PHASE_SELECTOR] = on_request_deadline,    [PHASE_WRITE] = on_write_deadline,
    [PHASE_LINGER] = on_linger_deadline,
};
