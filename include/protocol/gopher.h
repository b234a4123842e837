/* gopher.h - a Gopher selector and the answer to it: pure functions over bytes (gopher.md 0, 2.3). */
#ifndef PROTOCOL_GOPHER_H
#define PROTOCOL_GOPHER_H

#include "base/buffer.h"
#include "protocol/request.h"

#define GOPHER_REQUEST_MAX 4096 /* bytes up to the LF */

/*
 * Whether BYTES hold a request: up to the first LF, or all of it when the client has closed its side (ENDED). LINE has
 * neither LF nor the CR before it. Nothing at all and ENDED is REQUEST_WANTS_MORE: the caller closes without a reply.
 */
enum request_state gopher_request_state(struct slice bytes, bool ended, struct slice *line);

/* Where our items say we are. */
struct gopher_identity {
    const struct image *image;
    const char *host;
    unsigned port;
    unsigned gemini_port; /* public; 0: no Gemini */
    bool terminator;      /* setting gopher-text-terminator */
};

void gopher_answer(const struct gopher_identity *identity, struct slice line, struct buffer *scratch,
                   struct answer *answer);

/* The type-3 menu for a request that is too long or came too late. */
void gopher_refusal(const struct gopher_identity *identity, const char *reason, struct buffer *scratch,
                    struct answer *answer);

#endif
