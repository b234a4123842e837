/* publication.c - from a change to the edition that is served. advance() alone decides what comes next. */
#include "server/publication.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/rest.h"
#include "server/certificate_news.h"
#include "server/making.h"
#include "server/notify.h"
#include "server/sandbox.h"

#define BUILD_ATTEMPTS     5 /* of a builder that crashes, before the next change or SIGHUP */
#define RETRY_MILLISECONDS 100

/* A writer who writes no more has not come back by then (rest.h); before the first version nobody watches yet. */
static const struct timeval after_writers = { .tv_sec = REST_IDLE_SECONDS + 1 }, after_start = { .tv_sec = 1 };

struct publication {
    struct publication_setup setup;
    struct succession *succession;
    struct watching *watching;
    struct event *retry;
    struct making *making; /* under way, or NULL */
    unsigned build_crashes;
    bool making_wanted, reopen_wanted;
    bool all_wanted; /* also of sites that have not been seen to change */
    bool outdated;   /* the last edition was dropped, because a site changed under the builder */
    bool was_read;   /* what the new workers are to serve is what was read last */
    bool reloading;  /* systemd has been told so */
    bool is_ready;
    bool is_over; /* stopped, or failed before there was anything to serve */
};

static void advance(struct publication *publication);

static struct edition *
current_edition(const struct publication *publication)
{
    return succession_edition(publication->succession);
}

/* --- What goes wrong --- */

/* At the first start this is the end; later the running version stays. */
static void
give_up_edition(struct publication *publication, const struct error *error)
{
    statistics_add(statistics_own(publication->setup.statistics), STATISTIC_RELOADS_FAILED, 1);
    if (current_edition(publication) != NULL) {
        log_line(LOG_ERROR, "%s; what runs stays as it is", error->text);
        return;
    }
    publication->is_over = true;
    publication->setup.events.on_failed(publication->setup.events.context, error);
}

static void
on_retry(evutil_socket_t fd, short what, void *argument)
{
    struct publication *publication = argument;

    (void)fd, (void)what;
    publication->making_wanted = publication->all_wanted = true;
    advance(publication);
}

static void
retry_build(struct publication *publication)
{
    long wait = RETRY_MILLISECONDS << publication->build_crashes;

    publication->build_crashes++;
    if (current_edition(publication) != NULL && publication->build_crashes < BUILD_ATTEMPTS)
        event_add(publication->retry, &(struct timeval){ wait / 1000, wait % 1000 * 1000 });
}

/* --- What changes --- */

static void
on_change(void *context)
{
    struct publication *publication = context;

    publication->build_crashes = 0;
    publication->making_wanted = true;
    advance(publication);
}

void
publication_renew(struct publication *publication)
{
    publication->all_wanted = true;
    on_change(publication);
}

/* --- An edition is made --- */

static void
start_workers(struct publication *publication, struct edition *edition)
{
    struct error error;

    publication->reopen_wanted = false;
    if (succession_start(publication->succession, edition, &error))
        return;
    publication->was_read = false;
    give_up_edition(publication, &error);
}

/*
 * What was edited while it was read may have been read half, so it is built again when the edits are over. Only once in a
 * row: a site that changes without end is shown as it is.
 */
static bool
is_outdated(struct publication *publication)
{
    publication->outdated = !publication->outdated && watching_is_due(publication->watching);
    return publication->outdated;
}

static void
take_edition(struct publication *publication, struct edition *edition)
{
    const struct edition *current = current_edition(publication);

    publication->build_crashes = 0;
    if (is_outdated(publication))
        return;
    publication->was_read = true;
    if (current == NULL || !edition_same(edition, current)) {
        start_workers(publication, edition);
        return;
    }
    watching_end_reading(publication->watching);
    log_line(LOG_INFO, "reloaded, nothing has changed, pages=%u", edition_pages(edition));
}

/* The making has come to STATE: what it has made is taken, or ERROR is told. */
static void
follow_making(struct publication *publication, enum making_state state, const struct error *error)
{
    struct making *making = publication->making;

    if (state == MAKING_GOES_ON)
        return;
    publication->making = NULL;
    if (state == MAKING_DONE)
        take_edition(publication, making_edition(making));
    else
        give_up_edition(publication, error);
    if (making_has_crashed(making))
        retry_build(publication);
    if (making_was_held(making))
        event_add(publication->retry, publication->is_ready ? &after_writers : &after_start);
    making_free(making);
}

static void
start_making(struct publication *publication)
{
    const struct publication_setup *setup = &publication->setup;
    struct making_setup making = { setup->base,       setup->options,
                                   setup->listeners,  current_edition(publication),
                                   setup->statistics, publication->all_wanted ? NULL : publication->watching };
    struct error error;

    publication->making_wanted = publication->all_wanted = false;
    if (publication->is_ready && !publication->reloading) {
        publication->reloading = true;
        notify_reloading();
    }
    watching_begin_reading(publication->watching);
    publication->making = making_new(&making, &error);
    if (publication->making != NULL)
        follow_making(publication, making_start(publication->making, &error), &error);
    else
        give_up_edition(publication, &error);
}

/* True if PID was a builder's. */
static bool
take_build_end(struct publication *publication, pid_t pid, int status)
{
    struct error error;
    enum making_state state = making_take_end(publication->making, pid, status, &error);

    if (state == MAKING_NOT_MINE)
        return false;
    follow_making(publication, state, &error);
    advance(publication);
    return true;
}

/* Starts what is wanted, one thing at a time: what is asked for meanwhile waits here. */
static void
advance(struct publication *publication)
{
    if (publication->is_over || publication->making != NULL || succession_is_busy(publication->succession))
        return;
    if (publication->making_wanted)
        start_making(publication);
    else if (publication->reopen_wanted && current_edition(publication) != NULL)
        start_workers(publication, current_edition(publication));
    if (publication->reloading && publication->making == NULL && !succession_is_busy(publication->succession) &&
        !publication->making_wanted) {
        publication->reloading = false;
        notify("READY=1");
    }
}

/* --- An edition is served --- */

static bool
on_ready(void *context, const struct edition *edition, const struct edition *before)
{
    struct publication *publication = context;

    if (before == NULL || before->settings.sandbox != edition->settings.sandbox)
        sandbox_report(edition->settings.sandbox);
    certificate_news(edition, before, publication->setup.options->certs);
    if (before != NULL)
        statistics_add(statistics_own(publication->setup.statistics), STATISTIC_RELOADS, 1);
    return publication->setup.events.on_ready(publication->setup.events.context, edition, before == NULL);
}

static void
on_serving(void *context)
{
    struct publication *publication = context;
    const struct edition *edition = current_edition(publication);

    if (publication->was_read)
        watching_end_reading(publication->watching);
    publication->was_read = false;
    if (publication->setup.options->watch)
        watching_set(publication->watching, edition, publication->setup.options->certs);
    if (publication->is_ready) {
        log_line(LOG_INFO, "reloaded, pages=%u", edition_pages(edition));
    } else {
        publication->is_ready = true;
        publication->setup.events.on_first(publication->setup.events.context, edition);
    }
    advance(publication);
}

static void
on_stopped(void *context)
{
    struct publication *publication = context;

    publication->setup.events.on_stopped(publication->setup.events.context);
}

static void
on_failed(void *context, const struct error *error)
{
    struct publication *publication = context;

    publication->was_read = false;
    give_up_edition(publication, error);
    advance(publication);
}

static void
on_over(void *context)
{
    struct publication *publication = context;

    publication->setup.events.on_over(publication->setup.events.context);
}

/* --- Its life --- */

void
publication_reopen_log(struct publication *publication)
{
    publication->reopen_wanted = true;
    advance(publication);
}

void
publication_go_on(struct publication *publication)
{
    succession_end_hand_over(publication->succession);
}

bool
publication_is_ready(const struct publication *publication)
{
    return publication->is_ready;
}

const struct succession *
publication_succession(const struct publication *publication)
{
    return publication->succession;
}

bool
publication_take_end(struct publication *publication, pid_t pid, int status)
{
    return take_build_end(publication, pid, status) || succession_take_end(publication->succession, pid, status);
}

void
publication_tidy(struct publication *publication)
{
    succession_tidy(publication->succession);
}

void
publication_stop(struct publication *publication)
{
    publication->is_over = true;
    watching_free(publication->watching);
    publication->watching = NULL;
    making_free(publication->making);
    publication->making = NULL;
    succession_stop(publication->succession);
}

void
publication_kill(struct publication *publication)
{
    succession_kill(publication->succession);
}

struct publication *
publication_new(const struct publication_setup *setup)
{
    struct publication *publication = memory_new(sizeof *publication);
    struct succession_setup succession = { .base = setup->base,
                                           .program = setup->options->program,
                                           .listeners = setup->listeners,
                                           .statistics = setup->statistics,
                                           .crowd = setup->crowd,
                                           .events = { on_ready, on_serving, on_stopped, on_failed, on_over,
                                                       publication } };

    publication->setup = *setup;
    publication->succession = succession_new(&succession);
    publication->watching = watching_new(setup->base, on_change, publication);
    publication->retry = event_new(setup->base, -1, 0, on_retry, publication);
    return publication;
}

void
publication_free(struct publication *publication)
{
    if (publication == NULL)
        return;
    watching_free(publication->watching);
    making_free(publication->making);
    succession_free(publication->succession);
    event_free(publication->retry);
    free(publication);
}
