/* bounds.h - shapes of a source that are known to be dear (hardening.md 2.3), told before any reader sees them. */
#ifndef DOCUMENT_BOUNDS_H
#define DOCUMENT_BOUNDS_H

#include "base/slice.h"

#define BOUNDS_BYTES ((size_t)1 << 20) /* a longer source is refused */

enum bounds_verdict {
    BOUNDS_KEPT,       /* as pages are */
    BOUNDS_SUSPICIOUS, /* dear, but bounded: a converter should see it alone */
    BOUNDS_BROKEN,     /* refused: appears as its source */
};

struct bounds {
    enum bounds_verdict verdict;
    const char *reason; /* static, what was too much: "more than 64 block markers in one line", ...; NULL if nothing */
    unsigned line;      /* in the text, from 1, the one at fault, or where it has become too much; 0 if nothing is */
};

/* Measures TEXT, Markdown without front matter, in one linear pass without recursion or memory. */
struct bounds bounds_of_markdown(struct slice text);

/* By the length of TEXT alone: all that counts of HTML, which the Markdown parser never sees. */
struct bounds bounds_of_length(struct slice text);

#endif
