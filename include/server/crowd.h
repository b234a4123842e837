/*
 * crowd.h - the clients of all workers together: how many connections each has in other workers, and how fast it asks, in
 * memory that the workers share.
 *
 * No locks, and nobody waits: each worker writes its connections into a table of its own, which others only read, so that
 * the death of a worker takes its counts away with it; rates are one table, changed by compare and exchange. Both have a
 * fixed size. Where clients are too many for it, a worker's connections count for that worker alone, and the rate nearest
 * to being forgotten is forgotten.
 */
#ifndef SERVER_CROWD_H
#define SERVER_CROWD_H

#include "base/error.h"
#include "server/address.h"

#include <stdint.h>
#include <sys/types.h>

struct crowd;

/* How many requests a client may make: REQUESTS per second on average (0: any number), and BURST at once. */
struct rate {
    unsigned requests, burst;
};

/* Memory without any client, for all workers. NULL with one line. */
struct crowd *crowd_new(struct error *error);
void crowd_free(struct crowd *crowd); /* NULL is fine */

/* What a worker gets to join the crowd. Lent, closed on exec; -1 for NULL. */
int crowd_descriptor(const struct crowd *crowd);

/* The worker PID has ended: nobody is connected to it any more. NULL is fine. */
void crowd_release(struct crowd *crowd, pid_t pid);

/* In a worker: takes a free table in what FD holds, until the process ends. NULL if FD holds none. */
struct crowd *crowd_join(int fd);

/* Says that GROUP (address_group) has COUNT connections to this worker. */
void crowd_tell(struct crowd *crowd, const struct address *group, unsigned count);

/* How many connections GROUP has to all other workers. One cache line is read per worker. */
unsigned crowd_elsewhere(const struct crowd *crowd, const struct address *group);

/*
 * Takes one request of GROUP at the time NOW (milliseconds of deadline_now, so that it is one clock for all). 0, or, when
 * the client is too fast, after how many seconds it may ask again; such a request does not count.
 */
unsigned crowd_ask(struct crowd *crowd, const struct address *group, const struct rate *rate, int64_t now);

#endif
