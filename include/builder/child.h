/*
 * child.h - one disposable process: computes under limits, writes its result into a pipe and ends.
 *
 * Whatever happens in it, its parent goes on: a child may spin, crash, fill its memory, hang or write without end.
 */
#ifndef BUILDER_CHILD_H
#define BUILDER_CHILD_H

#include "base/buffer.h"

#include <stdint.h>
#include <sys/types.h>

/* AddressSanitizer's shadow takes terabytes of address space, so its builds cannot bound it. */
#ifdef CAPSULE_SANITIZED
#define CHILD_BOUNDS_MEMORY false
#else
#define CHILD_BOUNDS_MEMORY true
#endif

struct child_limits {
    unsigned cpu_seconds;       /* of CPU; twice as many are the hard limit */
    size_t memory;              /* bytes of address space beyond what the parent has at the fork */
    unsigned wall_milliseconds; /* then SIGKILL */
    size_t output;              /* bytes of result; more is CHILD_OUTPUT */
    int memory_account; /* /proc/self/statm of the parent, who is as large at the fork; 0: the child opens its own */
};

enum child_end {
    CHILD_RUNNING,
    CHILD_DONE,   /* exit status 0, result complete */
    CHILD_CPU,    /* beyond its CPU limit */
    CHILD_MEMORY, /* by abort(), with which cmark and memory.h end when there is no memory left */
    CHILD_TIME,   /* beyond its wall clock limit */
    CHILD_CRASH,  /* any other signal or status */
    CHILD_OUTPUT, /* wrote too much, or (said by the reader of its result) what makes no sense */
};

struct child {
    pid_t pid;
    int fd;           /* the result's end of the pipe, non-blocking */
    int64_t deadline; /* on child_clock */
    size_t output_max;
    struct buffer output; /* what it has written so far */
    enum child_end end;
    unsigned cpu_used; /* milliseconds; known at its end */
};

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t child_clock(void);

/*
 * Starts RUN(CONTEXT, fd) in a fork with LIMITS, which has no descriptor but FD and ends with status 0 when RUN
 * returns. It dies with its parent. False and errno if the system gives no process or pipe. The caller waits for
 * CHILD->fd to become readable, until CHILD->deadline, and calls child_step then.
 */
bool child_start(struct child *child, const struct child_limits *limits, void (*run)(void *context, int fd),
                 void *context);

/* Takes what the child has written, looks at the clock; when it is over, reaps it and says how in CHILD->end. */
void child_step(struct child *child);

/* Kills and reaps it if it still runs; frees its output. */
void child_clear(struct child *child);

/* For a finding: "too much CPU time". Static. */
const char *child_end_reason(enum child_end end);

#endif
