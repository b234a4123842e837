/* request_reader.h - from the end of the handshake to the request line and its answer. */
#ifndef SERVER_REQUEST_READER_H
#define SERVER_REQUEST_READER_H

#include "server/connection.h"

/* Reads until the request is complete or cannot become one, and begins the reply. */
void request_begin(struct connection *connection);

/* A Gopher client is told; a Gemini client has not ended its line, so it has made no request (gemini.md 1.1). */
void request_on_deadline(struct deadline *deadline);

#endif
