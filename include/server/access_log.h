/* access_log.h - one line per request, written in batches and never waited for (hardening.md S11). */
#ifndef SERVER_ACCESS_LOG_H
#define SERVER_ACCESS_LOG_H

#include "server/address.h"

#include <event2/event.h>
#include <stdint.h>

struct access_log;

/* What is known of a connection at its end. */
struct access_entry {
    const char *protocol; /* "gemini" or "gopher" */
    struct address address;
    struct slice request; /* as received, without its line end */
    unsigned status;      /* 0: there was no reply */
    uint64_t bytes;       /* of the reply, before encryption */
    int64_t milliseconds; /* from accept to the last byte of the reply, or to the end */
    const char *reason;   /* why it ended; NULL: as it should */
    const char *served;   /* for a 53: what we serve (`localhost:1965`); else NULL */
};

/*
 * A log that writes to FD, which stays the caller's. FD need not be non-blocking: where its file description is shared
 * with others, it is reopened, or asked first whether it can take more.
 */
struct access_log *access_log_new(struct event_base *base, int fd, enum log_addresses addresses);

/* Writes what it can and frees the log. NULL is fine. */
void access_log_free(struct access_log *log);

/*
 * Adds a line; it is written within a tenth of a second. When what waits to be written exceeds 64 KiB, lines are dropped
 * and counted; the first line after recovery says how many (`dropped=N`). False if this one is dropped.
 */
bool access_log_add(struct access_log *log, const struct access_entry *entry);

#endif
