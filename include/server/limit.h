/* limit.h - how many connections each client has: a table that holds only clients that have one. */
#ifndef SERVER_LIMIT_H
#define SERVER_LIMIT_H

#include "server/address.h"

struct limit;

/* A table without any client. */
struct limit *limit_new(void);
void limit_free(struct limit *limit); /* NULL is fine */

/* Counts one more connection of GROUP (address_group) and returns how many it now has. */
unsigned limit_enter(struct limit *limit, const struct address *group);

/* Takes one off again. It must have been entered. */
void limit_leave(struct limit *limit, const struct address *group);

/* How many clients the table holds. */
size_t limit_count(const struct limit *limit);

#endif
