/*
 * connection.h - one client from accept to close.
 *
 * on_first_byte -> on_handshake -> on_request -> on_writable -> on_linger, and from each of them on_deadline. What a
 * connection shares with the others of its worker is its service.
 */
#ifndef SERVER_CONNECTION_H
#define SERVER_CONNECTION_H

#include "server/worker.h"

#include <event2/event.h>
#include <sys/socket.h>

struct service;
struct service_port;

/* What all connections of a worker share: image, identities, queues, caps, log. SETUP is lent for its life. */
struct service *service_new(const struct worker_setup *setup, struct event_base *base);

/* Closes what is left. */
void service_free(struct service *service);

/* The port on which connections of LISTENER arrive: protocol and identity. Lent. */
const struct service_port *service_port_at(const struct service *service, size_t listener);

/* How many connections there are. */
size_t service_count(const struct service *service);

/*
 * Takes the connected socket FD, which came through PORT from PEER. It may be answered and closed before this returns, or
 * refused by a cap.
 */
void connection_accept(struct service *service, const struct service_port *port, int fd, const struct sockaddr *peer);

/* Closes the connection that has been silent longest, if there is one; says whether. */
bool service_evict(struct service *service);

enum service_ending {
    SERVICE_ENDS_SILENT, /* connections from which no byte has come */
    SERVICE_ENDS_IDLE,   /* and those that are not being sent a reply */
    SERVICE_ENDS_ALL
};

/* Closes connections because the worker ends. */
void service_end(struct service *service, enum service_ending ending);

/* Called whenever a connection has ended. */
void service_on_close(struct service *service, void (*on_close)(void *), void *argument);

#endif
