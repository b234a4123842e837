/* gemini.h - a Gemini request line and the answer to it: pure functions over bytes (gemini.md 1.1, 1.3). */
#ifndef PROTOCOL_GEMINI_H
#define PROTOCOL_GEMINI_H

#include "base/buffer.h"
#include "image/image.h"
#include "protocol/request.h"

#define GEMINI_URI_MAX     1024
#define GEMINI_REQUEST_MAX 1026 /* GEMINI_URI_MAX and CRLF */
#define GEMINI_PORT        1965 /* what a URI without a port means */

/*
 * Whether BYTES, all that has arrived, hold a request line. COMPLETE: LINE is it, without CRLF. TOO_LONG as soon as byte
 * 1025 is not the CR: LINE is what has arrived, and gemini_answer says 59 to it.
 */
enum request_state gemini_request_state(struct slice bytes, struct slice *line);

/*
 * Whom we serve: the image of each site, which names its hosts in lower case, and our public port (that of the image is
 * ours, too). A host belongs to the first site that names it.
 */
struct gemini_identity {
    const struct image *const *images; /* at least one; lent */
    size_t image_count;
    unsigned port;
};

/*
 * The answer to the request LINE (without CRLF). Checks run in the order of gemini.md 1.1. A reply made here (dot-segment
 * redirects) is in SCRATCH, which the caller keeps as long as the answer.
 */
void gemini_answer(const struct gemini_identity *identity, struct slice line, struct buffer *scratch,
                   struct answer *answer);

/* The answer to a client that has too many connections or requests (44). */
void gemini_slow_down(struct answer *answer);

/* The same for a client over its rate: `44 SECONDS`, after which it may ask again; written to SCRATCH. */
void gemini_too_fast(unsigned seconds, struct buffer *scratch, struct answer *answer);

#endif
