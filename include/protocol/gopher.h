/* gopher.h - a Gopher selector and the answer to it: pure functions over bytes (gopher.md 0, 2.3). */
#ifndef PROTOCOL_GOPHER_H
#define PROTOCOL_GOPHER_H

#include "base/buffer.h"
#include "protocol/request.h"

#define GOPHER_REQUEST_MAX 4096 /* bytes up to and with the LF */
#define GOPHER_TLS_BYTE    0x16 /* the first byte of a TLS handshake, which no selector begins with */

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

/* The answer to the request LINE. A reply made here is in SCRATCH, which the caller keeps as long as the answer. */
void gopher_answer(const struct gopher_identity *identity, struct slice line, struct buffer *scratch,
                   struct answer *answer);

/* The type-3 menu for a request that is too long or came too late. */
void gopher_refusal(const struct gopher_identity *identity, const char *reason, struct buffer *scratch,
                    struct answer *answer);

/* True for the request line of an HTTP client. */
bool gopher_line_is_http(struct slice line);

/* A polite answer to such a line: HTTP/1.0, status 400, a page with our addresses; to HEAD the header only. */
void gopher_http_answer(const struct gopher_identity *identity, struct slice line, struct buffer *scratch,
                        struct answer *answer);

/*
 * Appends TEXT, the next part of a text file, with each `.` that begins a line doubled (RFC 1436, TextFile).
 * *AT_LINE_START goes from call to call and is true at first.
 */
void gopher_stuff(struct slice text, bool *at_line_start, struct buffer *out);

#endif
