/*
 * succession.h - the generations of workers in their order: one that starts, one that serves, and those that drain.
 *
 * A generation serves once all of its workers are ready and nobody else accepts any more, so that no client sees an older
 * version after a newer one; who connects in between waits in the sockets' queues.
 */
#ifndef SERVER_SUCCESSION_H
#define SERVER_SUCCESSION_H

#include "server/generation.h"

struct succession;

/* Called from the loop. */
struct succession_events {
    /* Every worker of EDITION can accept. BEFORE is what has been served until now, or NULL. True if somebody outside of
     * the succession accepts still: succession_end_hand_over must follow. */
    bool (*on_ready)(void *context, const struct edition *edition, const struct edition *before);
    void (*on_serving)(void *context); /* that edition is what clients get from now on */
    void (*on_stopped)(void *context); /* the workers of a generation that drains accept no more */
    void (*on_failed)(void *context, const struct error *error); /* what was started is gone; what serves still does */
    void (*on_over)(void *context);                              /* after succession_stop: no worker is left */
    void *context;
};

/* All lent for the succession's life. */
struct succession_setup {
    struct event_base *base;
    const char *program;
    const struct listeners *listeners;
    struct statistics *statistics;
    struct crowd *crowd;
    struct succession_events events;
};

/* Without any generation. */
struct succession *succession_new(const struct succession_setup *setup);
void succession_free(struct succession *succession); /* kills what still runs; NULL is fine */

/* Starts workers for EDITION, which are to follow those that serve. False with one line. */
bool succession_start(struct succession *succession, struct edition *edition, struct error *error)
    __attribute__((warn_unused_result));

/* True while one generation is about to take the place of another: no other may be started. */
bool succession_is_busy(const struct succession *succession);

/* Those who accepted outside have stopped, or they are gone. */
void succession_end_hand_over(struct succession *succession);

/* The edition that is served, or NULL. Lent. */
struct edition *succession_edition(const struct succession *succession);

/* How many workers serve, and how many finish the connections that they have. */
size_t succession_worker_count(const struct succession *succession);
size_t succession_draining_count(const struct succession *succession);

/* Tells that the process PID has ended with STATUS; false if it was neither a worker nor a keyholder. */
bool succession_take_end(struct succession *succession, pid_t pid, int status);

/* Forgets the generations whose last worker has ended; to be called when ends have been told. */
void succession_tidy(struct succession *succession);

/* Nothing is started any more and all drain; those that outstay their drain deadline are killed. */
void succession_stop(struct succession *succession);

/* Ends all that drain without regard to their connections. */
void succession_kill(struct succession *succession);

#endif
