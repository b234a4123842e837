/* arrival.h - the beginning of a connection: it gets its place, and it becomes known whose it is. */
#ifndef SERVER_ARRIVAL_H
#define SERVER_ARRIVAL_H

#include "server/connection.h"

#include <sys/socket.h>

/*
 * Takes the connected socket FD, which came through PORT from PEER. It may be answered and closed before this returns, or
 * refused by a cap.
 */
void arrival_accept(struct service *service, const struct service_port *port, int fd, const struct sockaddr *peer);

/* The PROXY header is not complete in time. */
void arrival_on_proxy_deadline(struct deadline *deadline);

#endif
