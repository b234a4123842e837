/*
 * connection.h - one client from accept to close.
 *
 * (on_proxy_header ->) on_first_byte -> on_handshake -> on_request -> on_writable -> on_linger, and from each of them a deadline.
 */
#ifndef SERVER_CONNECTION_H
#define SERVER_CONNECTION_H

#include "server/service.h"

#include <sys/socket.h>

struct connection;

/*
 * Takes the connected socket FD, which came through PORT from PEER. It may be answered and closed before this returns, or
 * refused by a cap.
 */
void connection_accept(struct service *service, const struct service_port *port, int fd, const struct sockaddr *peer);

/* The only end of a connection. REASON says why, for the log; NULL when it ends as it should. */
void connection_close(struct connection *connection, const char *reason);

/* Closes it to make room for others, and counts that. */
void connection_evict(struct connection *connection, const char *reason);

/*
 * The end of a reply that is not whole. A Gopher client is told by a reset, as a plain close would look like a whole reply;
 * a Gemini client by the missing close_notify.
 */
void connection_reset(struct connection *connection, const char *reason);

/* Whose deadline it is. */
struct connection *connection_of(struct deadline *deadline);

/* What happens in each phase when its deadline passes. */
extern const deadline_callback connection_deadlines[PHASE_COUNT];

#endif
