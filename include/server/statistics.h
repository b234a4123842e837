/*
 * statistics.h - what the server has counted since its start, in memory that the master and all its workers share.
 *
 * Every process counts in a slot of its own, which no other one writes to: no locks, no atomic read-modify-write, no
 * cache line in common. Who reads adds the slots up. A slot outlives its worker, so that a crash loses no count; the next
 * worker goes on in it.
 */
#ifndef SERVER_STATISTICS_H
#define SERVER_STATISTICS_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"

#define STATISTIC_CLASSES 7  /* no reply at all, and the first digits of the statuses 10 to 69 */
#define STATISTIC_BUCKETS 17 /* of latency: up to 1, 2, 4, ... 32768 ms, and beyond */

enum statistic {
    STATISTIC_GEMINI, /* requests, by class; Gopher's count under the status that Gemini would have */
    STATISTIC_GOPHER = STATISTIC_GEMINI + STATISTIC_CLASSES,
    STATISTIC_ACCEPTED = STATISTIC_GOPHER + STATISTIC_CLASSES,
    STATISTIC_OPEN, /* now */
    STATISTIC_EVICTED,
    STATISTIC_REFUSED,
    STATISTIC_HANDSHAKE_FAILURES,
    STATISTIC_BYTES, /* of replies, before encryption */
    STATISTIC_LOG_DROPPED,
    STATISTIC_RESTARTS, /* of workers that ended by themselves */
    STATISTIC_KEYHOLDER_RESTARTS,
    STATISTIC_RELOADS,
    STATISTIC_RELOADS_FAILED,
    STATISTIC_LATENCY_SUM, /* milliseconds, of all in the buckets */
    STATISTIC_LATENCY,     /* requests, by how long they took from accept to the last byte of the reply */
    STATISTIC_COUNT = STATISTIC_LATENCY + STATISTIC_BUCKETS
};

/* What each of them is called, outside of this program, too. */
struct statistic_name {
    const char *name; /* a Prometheus name without its prefix; one for all rows of a family, which follow each other */
    const char *labels; /* "protocol=\"gemini\",status=\"2x\"", or "" */
    const char *help;
};
extern const struct statistic_name statistic_names[STATISTIC_COUNT];

struct statistics;
struct statistics_slot;

/* Shared memory in which all is zero, and a slot for the caller. NULL with one line. */
struct statistics *statistics_new(struct error *error);
void statistics_free(struct statistics *statistics); /* NULL is fine */

/* What a worker gets to claim its slot from. Lent, closed on exec; -1 for NULL. */
int statistics_descriptor(const struct statistics *statistics);

/* The slot of the process that has made it. */
struct statistics_slot *statistics_own(const struct statistics *statistics);

/* All slots added up. */
void statistics_total(const struct statistics *statistics, uint64_t totals[STATISTIC_COUNT]);

/* A line for each of TOTALS: its name, its labels in braces, a blank, the number; buckets add up, as Prometheus wants. */
void statistics_write(const uint64_t totals[STATISTIC_COUNT], struct buffer *out);

/* The worker PID has ended: its connections are gone, its slot is free. NULL is fine. */
void statistics_release(struct statistics *statistics, pid_t pid);

/* In a worker: takes a free slot out of what FD holds, until the process ends; NULL if that cannot be. */
struct statistics_slot *statistics_claim(int fd);

/* Counts; NULL counts nothing. AMOUNT may be negative for STATISTIC_OPEN alone. */
void statistics_add(struct statistics_slot *slot, enum statistic which, int64_t amount);

/* Counts a request: FAMILY is STATISTIC_GEMINI or STATISTIC_GOPHER, STATUS 0 where there was no reply. */
void statistics_add_request(struct statistics_slot *slot, enum statistic family, unsigned status, int64_t milliseconds);

#endif
