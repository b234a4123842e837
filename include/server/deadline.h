/*
 * deadline.h - absolute deadlines on the monotonic clock, one queue per duration: starting and stopping one costs a few
 * pointers, whatever their number (hardening.md L6).
 */
#ifndef SERVER_DEADLINE_H
#define SERVER_DEADLINE_H

#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct deadline_queue;

/* Embedded in what it bounds; all zero is a stopped one. */
struct deadline {
    TAILQ_ENTRY(deadline) link;
    struct deadline_queue *queue; /* NULL: stopped */
    int64_t at;
};

/* Called once per deadline that has passed, which is stopped already. */
typedef void (*deadline_callback)(struct deadline *deadline);

/* All deadlines of one duration. The queue is sorted, because each one is started at a later time than those before it. */
struct deadline_queue {
    TAILQ_HEAD(deadline_list, deadline) list;
    int64_t duration;
    deadline_callback on_passed;
    struct event timer;
};

/* Milliseconds of the monotonic clock, at its coarse resolution (a few milliseconds), which is cheap to read. */
int64_t deadline_now(void);

/* An empty queue whose deadlines all pass MILLISECONDS after their start; each that does is given to ON_PASSED. */
void deadline_queue_init(struct deadline_queue *queue, struct event_base *base, int64_t milliseconds,
                         deadline_callback on_passed);
void deadline_queue_clear(struct deadline_queue *queue); /* its deadlines must have been stopped */

/* Stops DEADLINE wherever it runs and starts it anew in QUEUE. */
void deadline_start(struct deadline_queue *queue, struct deadline *deadline);
void deadline_stop(struct deadline *deadline);

/* The one that passes first, or NULL. */
struct deadline *deadline_first(const struct deadline_queue *queue);

#endif
