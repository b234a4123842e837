/*
 * connection.c - one client from accept to close.
 *
 * on_first_byte -> on_handshake -> on_request -> on_writable -> on_linger, and from each of them a deadline. The installed
 * callback *is* the state. All ends go through connection_close.
 */
#include "server/connection.h"

#include <errno.h>
#include <event2/event_struct.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "protocol/gemini.h"
#include "protocol/gopher.h"
#include "server/access_log.h"
#include "server/body.h"
#include "server/deadline.h"
#include "server/limit.h"
#include "server/transport.h"

/* Bytes read at first: a ClientHello or a Gopher request in one go. */
#define FIRST_READ GOPHER_REQUEST_MAX

/* Bytes sent to one client per wake-up, so that a fast reader of a large file leaves room for others. */
#define WRITE_BURST ((uint64_t)16 * TRANSPORT_PIECE)

/* A client over its cap has this long to begin a handshake, in which it can be told so. */
#define EXCESS_MILLISECONDS 100

/* No client has more than this many times its cap, told or not. */
#define EXCESS_FACTOR 2

/* The average rate counts once a reply has taken this long (hardening.md 3, "writing"). */
#define RATE_GRACE_MILLISECONDS 60000

/* What is taken from a client after our reply, before its connection is closed. */
#define LINGER_BYTES (64 * 1024)

struct service_port {
    enum listener_protocol protocol;
    struct gemini_identity gemini;
    struct gopher_identity gopher;
    char served[300]; /* `host:port`, for the log */
};

/* Each phase of a connection has a deadline of its own. */
enum phase {
    PHASE_EXCESS,
    PHASE_HANDSHAKE,
    PHASE_REQUEST,
    PHASE_SELECTOR, /* a Gopher request: from accept */
    PHASE_WRITE,
    PHASE_LINGER,
    PHASE_COUNT
};

TAILQ_HEAD(connection_list, connection);

struct service {
    const struct worker_setup *setup;
    struct event_base *base;
    struct service_port *ports;
    struct transport_pool pool;
    struct deadline_queue phases[PHASE_COUNT];
    struct connection_list silent; /* oldest first: nothing has come from them */
    struct limit *limit;
    struct access_log *log;
    char *host;                    /* the first one, NUL-terminated */
    size_t beginning, open;        /* before the end of the handshake, and after it */
    void (*on_close)(void *argument);
    void *on_close_argument;
    char first[FIRST_READ];        /* these two serve one callback at a time */
    char scratch[TRANSPORT_PIECE];
};

typedef void (*connection_state)(struct connection *connection);

struct connection {
    struct deadline deadline; /* first: a deadline is its connection */
    TAILQ_ENTRY(connection) silent_link;
    struct event event;
    struct service *service;
    const struct service_port *port;
    connection_state state;
    struct transport transport;
    struct address group;     /* for the caps; only if COUNTED */
    struct access_entry entry;
    struct buffer request;    /* the line, for the log; before it is complete: what has arrived */
    struct buffer scratch;    /* of a reply that is not in the image */
    struct body body;
    uint64_t write_from;      /* raw bytes sent before the reply */
    int64_t accepted_at, writing_since;
    int fd;
    short interest;           /* EV_READ, EV_WRITE or 0: what EVENT waits for */
    bool silent, counted, excess, open;
};

static void on_first_byte(struct connection *connection);
static void on_handshake(struct connection *connection);
static void on_request(struct connection *connection);
static void on_writable(struct connection *connection);
static void on_linger(struct connection *connection);

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

/* Silent connections and those of health checks are no requests: they leave no line. */
static void
log_connection(struct connection *connection, const char *reason)
{
    struct access_entry *entry = &connection->entry;

    if (entry->reason == NULL)
        entry->reason = reason;
    if (connection->silent || (entry->status == 0 && entry->reason == NULL))
        return;
    if (entry->milliseconds < 0)
        entry->milliseconds = deadline_now() - connection->accepted_at;
    entry->request = buffer_slice(&connection->request);
    if (entry->status == 53 && connection->port->protocol == PROTOCOL_GEMINI)
        entry->served = connection->port->served;
    access_log_add(connection->service->log, entry);
}

/* The only end of a connection. REASON says why, for the log; NULL when it ends as it should. */
static void
connection_close(struct connection *connection, const char *reason)
{
    struct service *service = connection->service;

    log_connection(connection, reason);
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
    if (service->on_close != NULL)
        service->on_close(service->on_close_argument);
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
    event_assign(&connection->event, connection->service->base, connection->fd, (short)(interest | EV_PERSIST), on_event,
                 connection);
    event_add(&connection->event, NULL);
    connection->interest = interest;
}

/* Waits for what RESULT asks for. */
static void
connection_wait_for(struct connection *connection, enum transport_result result, connection_state state)
{
    connection_wait(connection, result == TRANSPORT_WANTS_WRITE ? EV_WRITE : EV_READ, state);
}

/* With unread bytes or less than a whole reply on the way, close would look like an end: a reset does not. */
static void
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
    if (port->protocol == PROTOCOL_GEMINI)
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

static void
on_request(struct connection *connection)
{
    struct transport *transport = &connection->transport;
    char *bytes = connection->service->scratch;
    enum transport_result result;
    size_t count;

    while ((result = transport->kind->read(transport, bytes, FIRST_READ, &count)) == TRANSPORT_DONE)
        if (take_bytes(connection, slice_make(bytes, count)))
            return;
    if (result == TRANSPORT_WANTS_READ || result == TRANSPORT_WANTS_WRITE)
        connection_wait_for(connection, result, on_request);
    else if (result == TRANSPORT_FAILED)
        connection_close(connection, transport->reason);
    else if (!take_bytes(connection, slice_make("", 0)))
        connection_close(connection, connection->request.length > 0 ? "client left before its request was complete" : NULL);
}

/* Sends 44 at once, before the request: a client over its cap must not cost more than it has to. */
static void
say_slow_down(struct connection *connection)
{
    struct answer answer;

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
        connection_close((struct connection *)oldest, "evicted: too many connections");
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
            connection_close(connection, "refused: too many connections");
        return;
    }
    if (connection->port->protocol == PROTOCOL_GEMINI)
        connection_enter(connection, PHASE_REQUEST);
    on_request(connection);
}

/* The alert that says why is out; a close at once would let a reset overtake it. */
static void
end_handshake(struct connection *connection)
{
    connection->entry.reason = connection->transport.reason;
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
    connection->transport.drained = early.length < FIRST_READ;
    if (connection->excess)
        connection_enter(connection, PHASE_HANDSHAKE);
    on_handshake(connection);
}

/* What TLS needs is made now and not before: a silent connection costs a few hundred bytes (hardening.md L7). */
static void
on_first_byte(struct connection *connection)
{
    ssize_t count = recv(connection->fd, connection->service->first, FIRST_READ, MSG_DONTWAIT);

    if (count > 0)
        begin_transport(connection, slice_make(connection->service->first, (size_t)count));
    else if (count < 0 && (errno == EAGAIN || errno == EINTR))
        connection_wait(connection, EV_READ, on_first_byte);
    else
        connection_close(connection, NULL); /* a health check, perhaps: no request was made */
}

bool
service_evict(struct service *service)
{
    struct connection *silent = TAILQ_FIRST(&service->silent);

    if (silent != NULL)
        connection_close(silent, "evicted: silent for longest");
    return silent != NULL;
}

/* Makes room for one more before the handshake: the one that has been silent longest goes, or the oldest of them. */
static void
make_room(struct service *service)
{
    struct deadline *oldest = deadline_first(&service->phases[PHASE_HANDSHAKE]);

    if (service->beginning < service->setup->settings->silent_connections || service_evict(service))
        return;
    if (oldest != NULL)
        connection_close((struct connection *)oldest, "evicted: too many handshakes");
}

/* Counts the client and says whether it is far beyond its cap. */
static bool
exceeds(struct connection *connection)
{
    struct service *service = connection->service;
    unsigned allowed = service->setup->settings->address_connections, count;

    if (address_is_loopback(&connection->entry.address))
        return false;
    connection->group = address_group(&connection->entry.address);
    connection->counted = true;
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
    return connection;
}

static enum phase
first_phase(const struct connection *connection)
{
    if (connection->excess)
        return PHASE_EXCESS;
    return connection->port->protocol == PROTOCOL_GEMINI ? PHASE_HANDSHAKE : PHASE_SELECTOR;
}

void
connection_accept(struct service *service, const struct service_port *port, int fd, const struct sockaddr *peer)
{
    struct connection *connection;

    make_room(service);
    connection = connection_new(service, port, fd, peer);
    if (exceeds(connection)) {
        connection_close(connection, "refused: too many connections of one client");
        return;
    }
    connection_enter(connection, first_phase(connection));
    on_first_byte(connection); /* the ClientHello is often here already */
}

static void
on_excess_deadline(struct deadline *deadline)
{
    connection_close((struct connection *)deadline, "refused: too many connections of one client");
}

static void
on_handshake_deadline(struct deadline *deadline)
{
    connection_close((struct connection *)deadline, "no handshake within deadline.handshake");
}

/* A Gopher client is told; a Gemini client has not ended its line, so it has made no request (gemini.md 1.1). */
static void
on_request_deadline(struct deadline *deadline)
{
    struct connection *connection = (struct connection *)deadline;

    if (connection->port->protocol == PROTOCOL_GOPHER && !connection->silent)
        refuse_request(connection, slice_make("", 0), "Your request took too long");
    else
        connection_close(connection, "no request within deadline.request");
}

static void
on_write_deadline(struct deadline *deadline)
{
    connection_reset((struct connection *)deadline, "client has not read within deadline.stall");
}

static void
on_linger_deadline(struct deadline *deadline)
{
    connection_close((struct connection *)deadline, NULL);
}

static void
init_phases(struct service *service)
{
    const struct settings *settings = service->setup->settings;
    const struct {
        int64_t milliseconds;
        deadline_callback on_passed;
    } phases[PHASE_COUNT] = {
        [PHASE_EXCESS] = { EXCESS_MILLISECONDS, on_excess_deadline },
        [PHASE_HANDSHAKE] = { (int64_t)settings->handshake_deadline * 1000, on_handshake_deadline },
        [PHASE_REQUEST] = { (int64_t)settings->request_deadline * 1000, on_request_deadline },
        [PHASE_SELECTOR] = { (int64_t)settings->request_deadline * 1000, on_request_deadline },
        [PHASE_WRITE] = { (int64_t)settings->stall_deadline * 1000, on_write_deadline },
        [PHASE_LINGER] = { (int64_t)settings->linger_deadline * 1000, on_linger_deadline },
    };

    for (size_t i = 0; i < PHASE_COUNT; i++)
        deadline_queue_init(&service->phases[i], service->base, phases[i].milliseconds, phases[i].on_passed);
}

static unsigned
local_port(int fd)
{
    struct sockaddr_in6 local = { .sin6_family = AF_UNSPEC }; /* IPv4 has its port at the same place */
    socklen_t size = sizeof local;

    if (getsockname(fd, (struct sockaddr *)&local, &size) < 0)
        return 0;
    return ntohs(local.sin6_port);
}

/* Which public port a listener stands for: the one that is set, else its own. */
static void
init_port(struct service *service, const struct listener *listener, struct service_port *port)
{
    const struct worker_setup *setup = service->setup;
    unsigned own = local_port(listener->fd);
    struct image_facts facts;
    struct buffer served = { .bytes = port->served, .capacity = sizeof port->served };

    image_facts(setup->image, &facts);
    port->protocol = listener->protocol;
    port->gemini.image = port->gopher.image = setup->image;
    port->gemini.port = setup->settings->gemini_port != 0 ? setup->settings->gemini_port : own;
    port->gopher.host = service->host;
    port->gopher.port = facts.gopher_port != 0 ? facts.gopher_port : own;
    port->gopher.gemini_port = facts.gemini_port;
    port->gopher.terminator = setup->settings->gopher_text_terminator;
    if (strlen(service->host) <= 255)
        buffer_format(&served, "%s:%u", service->host,
                      port->protocol == PROTOCOL_GEMINI ? port->gemini.port : port->gopher.port);
}

struct service *
service_new(const struct worker_setup *setup, struct event_base *base)
{
    struct service *service = memory_new(sizeof *service);

    service->setup = setup;
    service->base = base;
    service->host = slice_copy(image_host(setup->image, 0));
    service->limit = limit_new();
    service->log = access_log_new(base, setup->access_log, setup->settings->log_addresses);
    TAILQ_INIT(&service->silent);
    transport_pool_init(&service->pool, setup->tls);
    init_phases(service);
    service->ports = memory_new((setup->listener_count + 1) * sizeof *service->ports);
    for (size_t i = 0; i < setup->listener_count; i++)
        init_port(service, &setup->listeners[i], &service->ports[i]);
    return service;
}

void
service_free(struct service *service)
{
    service_end(service, SERVICE_ENDS_ALL);
    for (size_t i = 0; i < PHASE_COUNT; i++)
        deadline_queue_clear(&service->phases[i]);
    transport_pool_clear(&service->pool);
    access_log_free(service->log);
    limit_free(service->limit);
    free(service->ports);
    free(service->host);
    free(service);
}

const struct service_port *
service_port_at(const struct service *service, size_t listener)
{
    return &service->ports[listener];
}

size_t
service_count(const struct service *service)
{
    return service->beginning + service->open;
}

void
service_on_close(struct service *service, void (*on_close)(void *), void *argument)
{
    service->on_close = on_close;
    service->on_close_argument = argument;
}

void
service_end(struct service *service, enum service_ending ending)
{
    static const enum phase idle[] = { PHASE_EXCESS, PHASE_HANDSHAKE, PHASE_REQUEST, PHASE_SELECTOR, PHASE_LINGER };
    struct deadline *first;

    while (service_evict(service))
        ;
    if (ending == SERVICE_ENDS_SILENT)
        return;
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        while ((first = deadline_first(&service->phases[idle[i]])) != NULL)
            connection_close((struct connection *)first, "the server is stopping");
    if (ending == SERVICE_ENDS_ALL)
        while ((first = deadline_first(&service->phases[PHASE_WRITE])) != NULL)
            connection_reset((struct connection *)first, "the server is stopping");
}
