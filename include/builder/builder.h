/* builder.h - a site's source into its image, page by page in disposable children (hardening.md 4.2). */
#ifndef BUILDER_BUILDER_H
#define BUILDER_BUILDER_H

#include "base/finding.h"
#include "config/setting.h"
#include "image/image.h"

struct build_report;

struct build_options {
    int root;                        /* directory descriptor of the site; lent */
    const char *name;                /* what the user calls it, for messages */
    const char *const *hidden;       /* paths below the root never published; NULL-terminated */
    const struct settings *settings; /* hosts and public ports already filled in */
    const struct image *previous;    /* the running image, for pages that cannot be read now; NULL at first */
    struct build_report *report;     /* gets a row for every published path; NULL: nobody asks */

    struct slice memos_before; /* what the last build of the site has put into MEMOS, or nothing */
    struct buffer *memos;      /* gets what spares the next build some reading (memos.h); NULL: there is none */

    bool is_last; /* the caller ends after it: what it took is left to the system, which is quicker than free() */

    /*
     * For a caller that can open no file any more: /proc/self/statm, by which the memory of a child is measured. 0: it can.
     */
    int memory_account;

    /* Called in each child before it sees a page, to give up what it does not need; false ends it. NULL: nobody asks. */
    bool (*confine)(const struct settings *settings);

    /* Told after each page, of TOTAL, that is finished; NULL: nobody asks. */
    void (*on_progress)(void *context, size_t finished, size_t total);
    void *progress_context;
};

/*
 * Builds the image into FD. False with one line if the site as a whole cannot be built. Findings of all pages are added.
 * Uses fork(), so the caller has one thread. Limits of one page: 1 s of CPU, 256 MiB, 10 s of wall clock; a page beyond
 * them appears as its source, with one finding.
 */
bool builder_run(const struct build_options *options, int fd, struct findings *findings, struct error *error)
    __attribute__((warn_unused_result));

#endif
