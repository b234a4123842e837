/* acceptor.h - takes connections off one listening socket, as long as there is room and there are descriptors. */
#ifndef SERVER_ACCEPTOR_H
#define SERVER_ACCEPTOR_H

#include "server/service.h"

struct acceptor;

/*
 * Accepts on LISTENER (number INDEX of the setup of SERVICE). DESCRIPTORS is the most connections that the process has
 * descriptors for; at it, the connection silent for longest makes room, or accepting waits.
 */
struct acceptor *acceptor_new(struct service *service, size_t index, const struct listener *listener,
                              struct event_base *base, size_t descriptors);

/* Takes those who have connected already, as far as there is room for them, before the socket is closed. NULL is fine. */
void acceptor_finish(struct acceptor *acceptor);

/* Stops accepting; the socket stays open, as it is the owner's. NULL is fine. */
void acceptor_free(struct acceptor *acceptor);

#endif
