/* build.h - one run of the builder process, as the master sees it. */
#ifndef SERVER_BUILD_H
#define SERVER_BUILD_H

#include "server/edition.h"

#include <event2/event.h>
#include <sys/types.h>

struct build;

/*
 * Starts a builder for EDITION, which is held until the end, with PREVIOUS, the edition that runs, or NULL. A builder
 * that takes longer than two minutes is killed. NULL with one line.
 */
struct build *build_new(struct event_base *base, const char *program, struct edition *edition,
                        const struct edition *previous, const struct listeners *listeners, struct error *error);

/* Kills the builder if it still runs. NULL is fine. */
void build_free(struct build *build);

enum build_end {
    BUILD_NOT_MINE, /* another process has ended */
    BUILD_DONE,     /* the edition's image is finished */
    BUILD_HELD,     /* it is, too, but some files stay as they were, since somebody is writing them */
    BUILD_FAILED,   /* the site cannot be built; the error says why */
    BUILD_CRASHED,  /* the builder broke; the error says how */
};

/* Tells the build that the process PID has ended with STATUS, as waitpid gave it. */
enum build_end build_take_end(struct build *build, pid_t pid, int status, struct error *error);

#endif
