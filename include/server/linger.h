/* linger.h - our side has ended: what the client still sends is thrown away until it closes. */
#ifndef SERVER_LINGER_H
#define SERVER_LINGER_H

#include "server/connection.h"

/* The reply is out. A close at once, with unread input, would let a reset overtake it (hardening.md L15). */
void linger_begin(struct connection *connection);

/* The client has not closed in time; that is no fault of its. */
void linger_on_deadline(struct deadline *deadline);

#endif
