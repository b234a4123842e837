/* request.h - what the two protocols share: how far a request has come, and what an answer is. */
#ifndef PROTOCOL_REQUEST_H
#define PROTOCOL_REQUEST_H

#include "image/image.h"

enum request_state { REQUEST_WANTS_MORE, REQUEST_COMPLETE, REQUEST_TOO_LONG };

/* What to send: BYTES, then, if PATH is not NULL, the file PATH beneath the site root. */
struct answer {
    struct slice bytes;       /* lent from the image, a constant or the scratch buffer */
    const char *path;         /* lent from the image */
    size_t site;              /* whose root PATH is beneath: its number among the sites, 0 for Gopher */
    bool text;                /* PATH over Gopher is text: terminated if the setting asks for it */
    struct slice unavailable; /* sent instead of everything if the file cannot be opened (51 or a type-3 menu) */
    struct slice busy; /* sent instead if it cannot be opened for a temporary lack of resources (40 or a type-3 menu) */
    unsigned
        status; /* for the log: Gemini's code; for Gopher 20, 44 (too fast), 51 (not found), 59 (malformed), 53 (HTTP) */
};

#endif
