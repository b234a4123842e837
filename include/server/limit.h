/*
 * limit.h - how many connections each client has, and how fast it asks: a table that holds only clients that have a
 * connection, or have asked so fast that this is not forgotten yet.
 */
#ifndef SERVER_LIMIT_H
#define SERVER_LIMIT_H

#include "server/address.h"

#include <stdint.h>

struct limit;

/* A table without any client. */
struct limit *limit_new(void);
void limit_free(struct limit *limit); /* NULL is fine */

/* Counts one more connection of GROUP (address_group) and returns how many it now has. */
unsigned limit_enter(struct limit *limit, const struct address *group);

/* Takes one off again. It must have been entered. */
void limit_leave(struct limit *limit, const struct address *group);

/* How many requests a client may make: REQUESTS per second on average (0: any number), and BURST at once. */
struct rate {
    unsigned requests, burst;
};

/*
 * Takes one request of GROUP, which must have been entered, at the time NOW (milliseconds, never going back). 0, or, when
 * the client is too fast, after how many seconds it may ask again; such a request does not count.
 */
unsigned limit_ask(struct limit *limit, const struct address *group, const struct rate *rate, int64_t now);

/* Forgets clients without a connection whose rate is as if they had never asked; a few of them at each call. */
void limit_tidy(struct limit *limit, int64_t now);

/* How many clients the table holds. */
size_t limit_count(const struct limit *limit);

#endif
