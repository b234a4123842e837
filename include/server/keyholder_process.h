/*
 * keyholder_process.h - the keyholder (keyholder.h) as the master sees it: started, watched, replaced, and joined with workers.
 *
 * Each worker has a pair of sockets to it. The master keeps the keyholder's ends, too, so that another keyholder finds the
 * requests that nobody has read, and no worker needs to be told of it.
 */
#ifndef SERVER_KEYHOLDER_PROCESS_H
#define SERVER_KEYHOLDER_PROCESS_H

#include "server/key_files.h"
#include "server/statistics.h"

#include <event2/event.h>

struct keyholder_process;

struct keyholder_terms {
    struct event_base *base;       /* lent */
    const char *program;           /* lent */
    struct statistics *statistics; /* lent; NULL: nowhere */
    unsigned patience;             /* seconds for an answer: one that gives none is killed and replaced */
};

/*
 * Starts a keyholder with FILES, which are taken, and HANDOVER (handover.h), a descriptor that is taken as well, and waits
 * until it has read them: some milliseconds. NULL with one line, also if a key is not that of its chain. Held once.
 */
struct keyholder_process *keyholder_process_new(const struct keyholder_terms *terms, struct key_files *files,
                                                int handover, struct error *error);

/* One more holder, who releases it, too; the last one to do so ends the process. NULL may be released. */
struct keyholder_process *keyholder_process_hold(struct keyholder_process *keyholder);
void keyholder_process_release(struct keyholder_process *keyholder);

/* True if it has the keys of FILES. */
bool keyholder_process_has(const struct keyholder_process *keyholder, const struct key_files *files);

/*
 * Makes a pair of sockets for a new worker: the caller hands the returned end to it and closes it. *CHANNEL, never 0, is for
 * keyholder_process_leave, to be called when the worker has ended. -1 with one line.
 */
int keyholder_process_join(struct keyholder_process *keyholder, unsigned *channel, struct error *error);
void keyholder_process_leave(struct keyholder_process *keyholder, unsigned channel);

/* Tells that the process PID has ended with STATUS: true, and another takes its place, if it was this one. NULL is fine. */
bool keyholder_process_take_end(struct keyholder_process *keyholder, pid_t pid, int status);

#endif
