/*
 * publication.h - how what the user has written becomes what clients get, at the start as at every change.
 *
 * There is one way: an edition is read, a builder makes its image, and a generation of workers takes over with it
 * (succession.h). Whatever fails on that way leaves running what runs. One thing at a time: what is asked for meanwhile
 * waits for its turn.
 */
#ifndef SERVER_PUBLICATION_H
#define SERVER_PUBLICATION_H

#include "server/succession.h"

struct publication;

/* Called from the loop. */
struct publication_events {
    /* The workers of EDITION could accept. True if another program accepts still: publication_go_on must follow. FIRST:
     * nothing has been served before. */
    bool (*on_ready)(void *context, const struct edition *edition, bool first);
    void (*on_first)(void *context, const struct edition *edition); /* the first one is what clients get now */
    void (*on_stopped)(void *context); /* workers that have been replaced, or all, accept no more */
    void (*on_failed)(void *context, const struct error *error); /* there is nothing to serve */
    void (*on_over)(void *context);                              /* after publication_stop: no worker is left */
    void *context;
};

/* All lent for the publication's life. */
struct publication_setup {
    struct event_base *base;
    const struct master_options *options;
    const struct listeners *listeners;
    struct statistics *statistics;
    struct crowd *crowd;
    struct publication_events events;
};

/* Nothing is published before the first publication_renew. */
struct publication *publication_new(const struct publication_setup *setup);
void publication_free(struct publication *publication); /* ends all processes that it has started; NULL is fine */

/* Publishes what the user has written by now. */
void publication_renew(struct publication *publication);

/* Publishes what is served once more, with a log that is opened anew. */
void publication_reopen_log(struct publication *publication);

/* The other program accepts no more. */
void publication_go_on(struct publication *publication);

/* True once the first edition is served. */
bool publication_is_ready(const struct publication *publication);

/* The generations of workers, to look at. Lent. */
const struct succession *publication_succession(const struct publication *publication);

/* Tells that the process PID has ended with STATUS; false if it was none of the publication's. */
bool publication_take_end(struct publication *publication, pid_t pid, int status);

/* Forgets what has ended; to be called when ends have been told. */
void publication_tidy(struct publication *publication);

/* Publishes nothing any more; the workers finish the connections that they have. */
void publication_stop(struct publication *publication);

/* After publication_stop: ends the workers without regard to their connections. */
void publication_kill(struct publication *publication);

#endif
