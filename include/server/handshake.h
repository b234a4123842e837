/* handshake.h - from a known client to a connection on which a request may come: the first byte, then TLS. */
#ifndef SERVER_HANDSHAKE_H
#define SERVER_HANDSHAKE_H

#include "server/connection.h"

/*
 * Waits for the first byte, makes the transport and shakes hands. What TLS needs is made with the first byte and not
 * before: a silent connection costs a few hundred bytes (hardening.md L7).
 */
void handshake_begin(struct connection *connection);

/* The handshake is not done in time. */
void handshake_on_deadline(struct deadline *deadline);

/* A client over its cap has not even begun, so it cannot be told. */
void handshake_on_excess_deadline(struct deadline *deadline);

#endif
