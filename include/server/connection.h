/*
 * connection.h - one client from accept to close: what every phase of a connection knows, and how it waits and ends.
 *
 *     acceptor        accept(2); rests while the process is out of descriptors
 *     arrival         whose connection is it: the peer's, or that of a PROXY header
 *     handshake       the first byte, then TLS
 *     request_reader  the request line
 *     reply           image, file or refusal
 *     linger          until the client closes
 *
 * Each phase has a file and hands the connection to the next one. It waits with connection_wait, which installs the
 * function that goes on: that function *is* the connection's state. phase.c says which setting bounds each phase in time,
 * admission.c holds the bounds in number, and all ends, with their reasons, go through connection_close.
 */
#ifndef SERVER_CONNECTION_H
#define SERVER_CONNECTION_H

#include "server/body.h"
#include "server/service.h"

struct connection;

typedef void (*connection_state)(struct connection *connection);

/* Its fields are for the files named above. */
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
    struct answer *put_off; /* owned: the reply whose file somebody is writing, or NULL */
    unsigned put_off_count; /* how many times it was */
    uint64_t write_from;    /* raw bytes sent before the reply */
    int64_t accepted_at, writing_since;
    int fd;
    short interest; /* EV_READ, EV_WRITE, EV_TIMEOUT or 0: what EVENT waits for */
    bool silent, counted, excess, open;
};

/* The connection on the socket FD, which came through PORT from PEER. It is in no phase yet. */
struct connection *connection_new(struct service *service, const struct service_port *port, int fd,
                                  const struct sockaddr *peer);

/* Whose deadline it is. */
struct connection *connection_of(struct deadline *deadline);

/* Starts the deadline of PHASE in the place of the one that runs. */
void connection_enter(struct connection *connection, enum phase phase);

/* Waits until the socket is readable or writable (INTEREST), then goes on in STATE. The phase's deadline keeps running. */
void connection_wait(struct connection *connection, short interest, connection_state state);

/* Goes on in STATE after MILLISECONDS (below 1000), whatever the socket does. */
void connection_wait_briefly(struct connection *connection, unsigned milliseconds, connection_state state);

/* Waits for what RESULT asks for. */
void connection_wait_for(struct connection *connection, enum transport_result result, connection_state state);

/* Something has come from it: it is not one of the silent ones any more. */
void connection_break_silence(struct connection *connection);

/* Counts AMOUNT in the statistics. */
void connection_count(const struct connection *connection, enum statistic which, int amount);

/* The only end of a connection. REASON says why, for the log; NULL when it ends as it should. */
void connection_close(struct connection *connection, const char *reason);

/* Closes it to make room for others, and counts that. */
void connection_evict(struct connection *connection, const char *reason);

/* Closes that of a client beyond its cap, and counts that. */
void connection_refuse(struct connection *connection, const char *reason);

/*
 * The end of a reply that is not whole. A Gopher client is told by a reset, as a plain close would look like a whole reply;
 * a Gemini client by the missing close_notify.
 */
void connection_reset(struct connection *connection, const char *reason);

#endif
