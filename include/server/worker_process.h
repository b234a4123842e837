/* worker_process.h - one worker as the master sees it: a process that is started, spoken to and watched. */
#ifndef SERVER_WORKER_PROCESS_H
#define SERVER_WORKER_PROCESS_H

#include "server/crowd.h"
#include "server/edition.h"
#include "server/process.h"
#include "server/statistics.h"

#include <event2/event.h>

struct worker_process;

/* What the workers of one generation have in common. All lent. */
struct worker_terms {
    struct event_base *base;
    const char *program;
    const struct edition *edition;
    const struct listeners *listeners;
    struct statistics *statistics; /* NULL: nowhere */
    struct crowd *crowd;           /* NULL: none */
    int access_log;
    void (*on_word)(void *context, struct worker_process *worker, enum control_byte word); /* READY or STOPPED */
    void *context;
};

/* Embedded, all zero before its first start; the fields are to be read only. */
struct worker_process {
    const struct worker_terms *terms;
    struct process process; /* its pid is 0 while there is none */
    struct event *message;
    unsigned channel; /* to the keyholder of the edition; 0: none */
    long ready_at;    /* milliseconds of a clock of its own; 0: not ready yet */
    long asked_at;    /* when the ping that is not answered yet was sent, or it was started; 0: all are answered */
    bool stopped;     /* it accepts no more */
    char text[1024];  /* the one line of a failure */
};

/* Starts a process for WORKER, which has none. False with one line. */
bool worker_process_start(struct worker_process *worker, const struct worker_terms *terms, struct error *error)
    __attribute__((warn_unused_result));

/* False if it cannot be told: it is ending, or it has not read hundreds of messages. */
bool worker_process_tell(const struct worker_process *worker, enum control_byte what);

/*
 * To be called regularly: asks whether it is there, and kills it if it has not answered for PATIENCE milliseconds, or was
 * not ready in half a minute: a process that is stopped or goes round in circles does not end by itself.
 */
void worker_process_watch(struct worker_process *worker, long patience);

/* The process has ended: its last words are taken, its counts are released. True if it had been ready for a while. */
bool worker_process_end(struct worker_process *worker);

/* Forgets the process, which may run still. */
void worker_process_forget(struct worker_process *worker);

#endif
