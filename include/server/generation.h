/*
 * generation.h - the workers of one edition: started together, replaced when they die, drained together.
 *
 * A worker that ends on its own before it is ready has told why, and its generation is given up. One that is killed by
 * a signal is replaced at once; those that die again and again soon after their start, after 0.1, 0.2, ... 5 s. One that
 * does not answer within deadline.watchdog is killed, and replaced likewise (hardening.md W1-W3).
 */
#ifndef SERVER_GENERATION_H
#define SERVER_GENERATION_H

#include "server/crowd.h"
#include "server/edition.h"
#include "server/statistics.h"

#include <event2/event.h>
#include <sys/types.h>

struct generation;

/* Called from the loop; the generation may be freed in none of them. */
struct generation_events {
    void (*on_ready)(void *context);                             /* every worker can accept; once */
    void (*on_stopped)(void *context);                           /* drained: no worker accepts any more; once */
    void (*on_failed)(void *context, const struct error *error); /* before that, a worker could not start */
    void *context;
    struct statistics *statistics; /* lent, where workers count; NULL: nowhere */
    struct crowd *crowd;           /* lent, where they share limits; NULL: each has its own */
};

/* Starts the workers of EDITION, which is held. LISTENERS are lent for the generation's life. NULL with one line. */
struct generation *generation_new(struct event_base *base, const char *program, struct edition *edition,
                                  const struct listeners *listeners, const struct generation_events *events,
                                  struct error *error);

/* Kills what still runs. NULL is fine. */
void generation_free(struct generation *generation);

/* Lets the workers accept, also those that will replace them. Until then clients wait in the sockets' queues. */
void generation_accept(struct generation *generation);

/* No worker is replaced any more; each stops accepting (on_stopped) and ends when its connections have. */
void generation_drain(struct generation *generation);

/* Ends all workers without regard to their connections. */
void generation_kill(struct generation *generation);

/* Tells that the process PID has ended with STATUS; false if it was no worker of this generation, nor its keyholder. */
bool generation_take_end(struct generation *generation, pid_t pid, int status);

/* True when it drains and no worker is left. */
bool generation_is_over(const struct generation *generation);

/* How many workers live. */
size_t generation_worker_count(const struct generation *generation);

/* Lent; NULL for NULL. */
struct edition *generation_edition(const struct generation *generation);

#endif
