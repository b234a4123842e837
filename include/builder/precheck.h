/* precheck.h - whether a page's source has a shape that is known to be dear, told before cmark sees it
 * (hardening.md 2.3). */
#ifndef BUILDER_PRECHECK_H
#define BUILDER_PRECHECK_H

#include "base/slice.h"

#define PRECHECK_BYTES_MAX ((size_t)1 << 20) /* a longer source is refused */

enum precheck_verdict {
    PRECHECK_TOGETHER, /* may share a child with others */
    PRECHECK_ALONE,    /* suspicious: gets a child of its own */
    PRECHECK_REFUSED,  /* appears as its source */
};

struct precheck {
    enum precheck_verdict verdict;
    const char *reason; /* static; what was too much: "too many bytes", ...; NULL if nothing */
    unsigned line;      /* in TEXT, from 1; 0 if it is no single line's fault */
};

/* One linear pass over TEXT, a Markdown source without front matter. Never recursive, needs no memory. */
struct precheck precheck_markdown(struct slice text);

/* The same for an HTML source, of which only the length counts: cmark never sees it. */
struct precheck precheck_html(struct slice text);

#endif
