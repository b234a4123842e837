/* deadline.c - absolute deadlines in queues of equal duration. */
#include "server/deadline.h"

#include <time.h>

int64_t
deadline_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct deadline *
deadline_first(const struct deadline_queue *queue)
{
    return TAILQ_FIRST(&queue->list);
}

/* The timer is for the first deadline only. It is left alone when that one is stopped: to wake up once for nothing is
 * cheaper than to set a timer for every connection. */
static void
set_timer(struct deadline_queue *queue)
{
    struct deadline *first = deadline_first(queue);
    int64_t left;
    struct timeval delay;

    if (first == NULL || evtimer_pending(&queue->timer, NULL))
        return;
    left = first->at - deadline_now();
    if (left < 1)
        left = 1;
    delay = (struct timeval){ .tv_sec = left / 1000, .tv_usec = left % 1000 * 1000 };
    evtimer_add(&queue->timer, &delay);
}

static void
on_timer(evutil_socket_t fd, short what, void *argument)
{
    struct deadline_queue *queue = argument;
    int64_t now = deadline_now();
    struct deadline *first;

    (void)fd;
    (void)what;
    while ((first = deadline_first(queue)) != NULL && first->at <= now) {
        deadline_stop(first);
        queue->on_passed(first);
    }
    set_timer(queue);
}

void
deadline_queue_init(struct deadline_queue *queue, struct event_base *base, int64_t milliseconds,
                    deadline_callback on_passed)
{
    TAILQ_INIT(&queue->list);
    queue->duration = milliseconds;
    queue->on_passed = on_passed;
    evtimer_assign(&queue->timer, base, on_timer, queue);
}

void
deadline_queue_clear(struct deadline_queue *queue)
{
    evtimer_del(&queue->timer);
}

void
deadline_start(struct deadline_queue *queue, struct deadline *deadline)
{
    deadline_stop(deadline);
    deadline->queue = queue;
    deadline->at = deadline_now() + queue->duration;
    TAILQ_INSERT_TAIL(&queue->list, deadline, link);
    set_timer(queue);
}

void
deadline_stop(struct deadline *deadline)
{
    if (deadline->queue == NULL)
        return;
    TAILQ_REMOVE(&deadline->queue->list, deadline, link);
    deadline->queue = NULL;
}
