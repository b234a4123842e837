/* bounds.h - shapes of Markdown that are known to be dear to the parser (hardening.md 2.3), told before it sees them. */
#ifndef DOCUMENT_BOUNDS_H
#define DOCUMENT_BOUNDS_H

#include "base/slice.h"

#define BOUNDS_BYTES ((size_t)1 << 20)

struct bounds_breach {
    const char *reason; /* static: "more than 64 block markers in one line", ... */
    size_t line;        /* index in the text, from 0, of the line at fault; SLICE_NONE if it is no single one's */
};

/* True if TEXT, as the parser would get it, is within all bounds; else *BREACH says what is too much. Linear. */
bool bounds_hold(struct slice text, struct bounds_breach *breach);

#endif
