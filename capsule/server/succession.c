/* succession.c - one generation of workers follows another. */
#include "server/succession.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"

#define OLD_GENERATIONS 4 /* that may drain at once; one more reload ends the oldest */
#define GRACE_SECONDS   5 /* beyond the workers' own drain deadline */

/* Workers that have not said by then that they stopped accepting are stuck; the watchdog will end them. */
static const struct timeval hand_over_limit = { .tv_sec = 1 };

struct succession {
    struct succession_setup setup;
    struct event *patience, *hand_over;
    struct generation *next, *current; /* starting and serving, or NULL */
    struct generation **old;           /* draining, the oldest first */
    size_t old_count, old_capacity;
    bool handing_over; /* others may still accept: the generation before the current one, or somebody outside */
    bool stopping;
};

/* --- Generations that end --- */

static void
retire(struct succession *succession, struct generation *generation)
{
    succession->old =
        memory_grow(succession->old, succession->old_count, &succession->old_capacity, sizeof *succession->old);
    succession->old[succession->old_count++] = generation;
    if (succession->old_count <= OLD_GENERATIONS)
        return;
    log_line(LOG_WARNING, "more than %d generations still have connections; those of the oldest are cut",
             OLD_GENERATIONS);
    for (size_t i = 0; i + OLD_GENERATIONS < succession->old_count; i++)
        generation_kill(succession->old[i]);
}

void
succession_tidy(struct succession *succession)
{
    size_t kept = 0;

    for (size_t i = 0; i < succession->old_count; i++)
        if (generation_is_over(succession->old[i]))
            generation_free(succession->old[i]);
        else
            succession->old[kept++] = succession->old[i];
    succession->old_count = kept;
    if (succession->stopping && kept == 0)
        succession->setup.events.on_over(succession->setup.events.context);
}

void
succession_kill(struct succession *succession)
{
    for (size_t i = 0; i < succession->old_count; i++)
        generation_kill(succession->old[i]);
}

static void
on_patience_over(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what;
    succession_kill(argument);
}

void
succession_stop(struct succession *succession)
{
    succession->stopping = true;
    succession->handing_over = false;
    if (succession->next != NULL) {
        generation_kill(succession->next);
        retire(succession, succession->next);
    }
    if (succession->current != NULL) {
        unsigned deadline = succession_edition(succession)->settings.drain_deadline;

        event_add(succession->patience, &(struct timeval){ (time_t)deadline + GRACE_SECONDS, 0 });
        generation_drain(succession->current);
        retire(succession, succession->current);
    }
    succession->next = succession->current = NULL;
    succession_tidy(succession);
}

/* --- One follows another --- */

/* The current generation accepts: from now on it is what is served. */
static void
serve(struct succession *succession)
{
    generation_accept(succession->current);
    succession->setup.events.on_serving(succession->setup.events.context);
}

void
succession_end_hand_over(struct succession *succession)
{
    if (!succession->handing_over)
        return;
    succession->handing_over = false;
    event_del(succession->hand_over);
    serve(succession);
}

static void
on_hand_over_limit(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what;
    succession_end_hand_over(argument);
}

static void
on_generation_stopped(void *context)
{
    struct succession *succession = context;

    succession->setup.events.on_stopped(succession->setup.events.context);
    succession_end_hand_over(succession);
}

static void
on_generation_ready(void *context)
{
    struct succession *succession = context;
    struct generation *before = succession->current;
    bool waits;

    succession->current = succession->next;
    succession->next = NULL;
    waits = succession->setup.events.on_ready(succession->setup.events.context, succession_edition(succession),
                                              generation_edition(before));
    if (before == NULL && !waits) {
        serve(succession);
        return;
    }
    succession->handing_over = true;
    event_add(succession->hand_over, &hand_over_limit);
    if (before == NULL)
        return;
    generation_drain(before);
    retire(succession, before);
}

static void
on_generation_failed(void *context, const struct error *error)
{
    struct succession *succession = context;
    struct generation *failed = succession->next;

    succession->next = NULL;
    generation_kill(failed);
    retire(succession, failed);
    succession->setup.events.on_failed(succession->setup.events.context, error);
}

bool
succession_start(struct succession *succession, struct edition *edition, struct error *error)
{
    const struct succession_setup *setup = &succession->setup;
    struct generation_events events = { on_generation_ready, on_generation_stopped, on_generation_failed,
                                        succession,          setup->statistics,     setup->crowd };

    succession->next = generation_new(setup->base, setup->program, edition, setup->listeners, &events, error);
    return succession->next != NULL;
}

/* --- What there is --- */

bool
succession_is_busy(const struct succession *succession)
{
    return succession->next != NULL || succession->handing_over;
}

struct edition *
succession_edition(const struct succession *succession)
{
    return generation_edition(succession->current);
}

size_t
succession_worker_count(const struct succession *succession)
{
    return succession->current != NULL ? generation_worker_count(succession->current) : 0;
}

size_t
succession_draining_count(const struct succession *succession)
{
    size_t count = 0;

    for (size_t i = 0; i < succession->old_count; i++)
        count += generation_worker_count(succession->old[i]);
    return count;
}

bool
succession_take_end(struct succession *succession, pid_t pid, int status)
{
    if ((succession->next != NULL && generation_take_end(succession->next, pid, status)) ||
        (succession->current != NULL && generation_take_end(succession->current, pid, status)))
        return true;
    for (size_t i = 0; i < succession->old_count; i++)
        if (generation_take_end(succession->old[i], pid, status))
            return true;
    return false;
}

struct succession *
succession_new(const struct succession_setup *setup)
{
    struct succession *succession = memory_new(sizeof *succession);

    succession->setup = *setup;
    succession->patience = event_new(setup->base, -1, 0, on_patience_over, succession);
    succession->hand_over = event_new(setup->base, -1, 0, on_hand_over_limit, succession);
    return succession;
}

void
succession_free(struct succession *succession)
{
    if (succession == NULL)
        return;
    generation_free(succession->next);
    generation_free(succession->current);
    for (size_t i = 0; i < succession->old_count; i++)
        generation_free(succession->old[i]);
    free(succession->old);
    event_free(succession->patience);
    event_free(succession->hand_over);
    free(succession);
}
