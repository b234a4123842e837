/*
 * takeover.h - one running program of ours takes the place of another (upgrade.h): what each of the two says to the other,
 * in the successor and in its predecessor.
 */
#ifndef SERVER_TAKEOVER_H
#define SERVER_TAKEOVER_H

#include "server/upgrade.h"

#include <event2/event.h>

struct takeover;

/* Called from the loop. */
struct takeover_events {
    void (*on_successor_ready)(void *context);     /* the program that was started could accept: this one is to leave */
    void (*on_predecessor_stopped)(void *context); /* the program that this one replaces accepts no more, or is gone */
    void *context;
};

/* Neither successor nor, unless this program was started as one, predecessor. */
struct takeover *takeover_new(struct event_base *base, const struct takeover_events *events);
void takeover_free(struct takeover *takeover); /* NULL is fine */

/* Starts the program that lies where this one was started from, with LISTENERS, unless one is starting already. */
void takeover_start(struct takeover *takeover, const struct listeners *listeners);

/* Says to the predecessor that this program could accept. False if it replaces none, or that one is gone. */
bool takeover_ask(struct takeover *takeover);

/* This program ends; from now on the end of the successor is no failure. */
void takeover_leave(struct takeover *takeover);

/* Ends the successor before it takes over. */
void takeover_give_up(struct takeover *takeover);

/* Says to the successor, if this program ends, that it accepts no more. */
void takeover_say_stopped(struct takeover *takeover);

/* Tells that the process PID has ended with STATUS; false if it was not the successor. */
bool takeover_take_end(struct takeover *takeover, pid_t pid, int status);

#endif
