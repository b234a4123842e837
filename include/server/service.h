/*
 * service.h - what all connections of a worker share: the image and who we are in it, the queues of their deadlines, the
 * caps, the log. Its fields are for service.c and the files that connection.h names.
 */
#ifndef SERVER_SERVICE_H
#define SERVER_SERVICE_H

#include "protocol/gemini.h"
#include "protocol/gopher.h"
#include "server/access_log.h"
#include "server/limit.h"
#include "server/phase.h"
#include "server/transport.h"
#include "server/worker.h"

/* Bytes read at first: a ClientHello or a Gopher request in one go. */
#define SERVICE_FIRST_READ GOPHER_REQUEST_MAX

/* A port on which we listen, and as whom. */
struct service_port {
    enum listener_protocol protocol;
    bool proxy; /* a PROXY header comes first */
    struct gemini_identity gemini;
    struct gopher_identity gopher;
    char served[300]; /* `host:port`, for the log */
};

/* Connections in the order in which they came, so that the oldest silent one is found at once. */
TAILQ_HEAD(connection_list, connection);

struct service {
    const struct worker_setup *setup;
    struct event_base *base;
    struct service_port *ports;
    const struct image **images; /* of all sites */
    struct transport_pool pool;
    struct deadline_queue phases[PHASE_COUNT];
    struct connection_list silent; /* oldest first: nothing has come from them */
    struct limit *limit;
    struct access_log *log;
    char *host;             /* the first one, NUL-terminated */
    size_t beginning, open; /* before the end of the handshake, and after it */
    size_t peak;            /* most connections since memory was last given back */
    bool crowd_leaves;      /* it was, of a crowd of which some have not gone yet */
    int known_descriptors;  /* event_room_make */
    void (*on_close)(void *argument);
    void *on_close_argument;
    char first[SERVICE_FIRST_READ]; /* these two serve one callback at a time */
    char scratch[TRANSPORT_PIECE];
};

/* SETUP is lent for the service's life. */
struct service *service_new(const struct worker_setup *setup, struct event_base *base);

/* Closes what is left. */
void service_free(struct service *service);

/* The port of the setup's listener number LISTENER. Lent. */
const struct service_port *service_port_at(const struct service *service, size_t listener);

/* How many connections there are. */
size_t service_count(const struct service *service);

/* Closes the connection that has been silent longest, if there is one; says whether. */
bool service_evict(struct service *service);

enum service_ending {
    SERVICE_ENDS_SILENT, /* connections from which no byte has come */
    SERVICE_ENDS_IDLE,   /* and those that are not being sent a reply */
    SERVICE_ENDS_ALL
};

/* Closes connections because the worker ends. */
void service_end(struct service *service, enum service_ending ending);

/* ON_CLOSE(ARGUMENT) is called whenever a connection has ended. */
void service_on_close(struct service *service, void (*on_close)(void *), void *argument);

#endif
