/* reply.h - sends one reply, then says that our side ends here. */
#ifndef SERVER_REPLY_H
#define SERVER_REPLY_H

#include "protocol/request.h"
#include "server/connection.h"

/* Sends ANSWER, whose bytes must outlive the connection or be its scratch; a file it names is opened here. */
void reply_begin(struct connection *connection, const struct answer *answer);

/* Nothing was read for too long. */
void reply_on_deadline(struct deadline *deadline);

#endif
