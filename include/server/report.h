/* report.h - what the server says of itself: the line that it is ready, and its state for `capsule status`. */
#ifndef SERVER_REPORT_H
#define SERVER_REPORT_H

#include "server/succession.h"

/* Writes the line `ready gemini=HOST:PORT gopher=HOST:PORT pages=N` to standard error. */
void report_ready(const struct edition *edition, const struct listeners *listeners);

/* Appends numbers of now, then all counters; UPTIME in seconds. The form is that of command/status.c. */
void report_state(const struct succession *succession, const struct statistics *statistics, long long uptime,
                  struct buffer *out);

#endif
