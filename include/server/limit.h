/*
 * limit.h - how many connections each client has: exactly for this worker, and together with what other workers tell
 * (crowd.h). A table that holds only clients that have a connection.
 */
#ifndef SERVER_LIMIT_H
#define SERVER_LIMIT_H

#include "server/crowd.h"

struct limit;

/* A table without any client. CROWD is lent; NULL: this worker is alone. */
struct limit *limit_new(struct crowd *crowd);
void limit_free(struct limit *limit); /* NULL is fine */

/* Counts one more connection of GROUP (address_group) and returns how many it now has, to all workers together. */
unsigned limit_enter(struct limit *limit, const struct address *group);

/* Takes one off again. It must have been entered. */
void limit_leave(struct limit *limit, const struct address *group);

/* How many clients the table holds. */
size_t limit_count(const struct limit *limit);

#endif
