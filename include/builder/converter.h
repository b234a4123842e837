/*
 * converter.h - converts batches of pages in disposable children, as many at once as it is told (hardening.md 4.2).
 *
 * A batch whose child is cut is done again page by page; a page that is cut alone is guilty, and the next lower
 * conversion is tried with it. What a page is and what its frame holds is the caller's business.
 */
#ifndef BUILDER_CONVERTER_H
#define BUILDER_CONVERTER_H

#include "base/error.h"
#include "builder/batch.h"
#include "builder/child.h"

struct converter {
    void *context;

    /* In a child: appends the finished page to FRAME. */
    void (*convert)(void *context, size_t page, enum conversion conversion, struct buffer *frame);

    /*
     * In the caller: takes over what a child made of PAGE; may come again for the same page, the last one counts. False if
     * the frame is malformed or too large: then the child counts as cut.
     */
    bool (*accept)(void *context, size_t page, struct slice frame);

    /* In the caller: PAGE was cut alone, because of REASON. After CONVERT_SOURCE nothing more is tried. */
    void (*cut)(void *context, size_t page, enum conversion conversion, const char *reason);

    /* The most bytes that the frame of PAGE can have. */
    size_t (*frame_max)(void *context, size_t page);

    /* In a child, before its first page; false ends it. NULL: nobody asks. */
    bool (*confine)(void *context);

    struct child_limits limits; /* of one child; OUTPUT is worked out from frame_max */
    unsigned parallel;          /* children at once, at least 1 */
    unsigned lost_cpu_max;      /* seconds lost in cut children, after which pages of cut batches are not tried again */
};

/* 1 s of CPU, 256 MiB, 10 s of wall clock, as many at once as there are cores, 60 s lost. */
void converter_set_limits(struct converter *converter);

/* Converts all pages of BATCHES. False with one line only if the system gives no process. */
bool converter_run(const struct converter *converter, const struct batch *batches, size_t count, struct error *error)
    __attribute__((warn_unused_result));

#endif
