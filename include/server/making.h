/*
 * making.h - one edition in the making: read, then built part by part, one builder at a time.
 *
 * What fails of the first site fails the whole. A further site that cannot be read or built stays as it is served, so that
 * the faults of one site's author hold up nobody else; at the start there is nothing of it that could stay.
 */
#ifndef SERVER_MAKING_H
#define SERVER_MAKING_H

#include "server/statistics.h"
#include "server/watching.h"

#include <sys/types.h>

struct making;

enum making_state {
    MAKING_NOT_MINE, /* another process has ended */
    MAKING_GOES_ON,  /* a builder is at work: making_take_end will be called */
    MAKING_DONE,
    MAKING_FAILED /* the error says why */
};

/* All lent for the time of the making. */
struct making_setup {
    struct event_base *base;
    const struct master_options *options;
    const struct listeners *listeners;
    struct edition *before;          /* what is served, or NULL */
    struct statistics *statistics;   /* NULL: nowhere */
    const struct watching *watching; /* sites that it has not seen change keep their images; NULL: all are built */
};

/* Reads what the user has written. NULL with one line. */
struct making *making_new(const struct making_setup *setup, struct error *error);

/* Kills the builder if one runs. NULL is fine. */
void making_free(struct making *making);

/* Starts the first builder that is needed: DONE if none is. */
enum making_state making_start(struct making *making, struct error *error);

/* Tells that the process PID has ended with STATUS, as waitpid gave it, and starts the next builder. */
enum making_state making_take_end(struct making *making, pid_t pid, int status, struct error *error);

/* Lent: the edition, which is whole once the state is DONE. */
struct edition *making_edition(const struct making *making);

/* Whether a builder broke; and whether a file was left as it was because somebody was writing it (build.h). */
bool making_has_crashed(const struct making *making);
bool making_was_held(const struct making *making);

#endif
