/* publication.c - from a change to the edition that is served. advance() alone decides what comes next. */
#include "server/publication.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/rest.h"
#include "server/build.h"
#include "server/certificate_news.h"
#include "server/notify.h"
#include "server/watch.h"

#define BUILD_ATTEMPTS     5 /* of a builder that crashes, before the next change or SIGHUP */
#define RETRY_MILLISECONDS 100

/* A writer who writes no more has not come back by then (rest.h); before the first version nobody watches yet. */
static const struct timeval after_writers = { .tv_sec = REST_IDLE_SECONDS + 1 }, after_start = { .tv_sec = 1 };

struct publication {
    struct publication_setup setup;
    struct succession *succession;
    struct watch *site_watch, *certificate_watch;
    struct event *retry;
    struct build *build; /* under way, or NULL */
    unsigned build_crashes;
    bool build_wanted, reopen_wanted;
    bool outdated;  /* the last image was dropped, because the site changed under the builder */
    bool reloading; /* systemd has been told so */
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
    publication->build_wanted = true;
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

void
publication_renew(struct publication *publication)
{
    publication->build_crashes = 0;
    publication->build_wanted = true;
    advance(publication);
}

static void
on_change(void *context)
{
    publication_renew(context);
}

/* Not to be able to watch is no reason not to serve. */
static struct watch *
watch_folder(struct publication *publication, const char *folder)
{
    struct error error;
    struct watch *watch = watch_new(publication->setup.base, folder, on_change, publication, &error);

    if (watch == NULL)
        log_line(LOG_WARNING, "%s", error.text);
    return watch;
}

static void
start_watching(struct publication *publication)
{
    const struct master_options *options = publication->setup.options;
    const struct edition *edition = current_edition(publication);

    if (!options->watch)
        return;
    if (!edition->is_image)
        publication->site_watch = watch_folder(publication, options->site);
    if (edition->has_certificate && !watch_covers(publication->site_watch, options->certs))
        publication->certificate_watch = watch_folder(publication, options->certs);
}

static void
stop_watching(struct publication *publication)
{
    watch_free(publication->site_watch);
    watch_free(publication->certificate_watch);
    publication->site_watch = publication->certificate_watch = NULL;
}

/* --- An edition is built --- */

static void
start_workers(struct publication *publication, struct edition *edition)
{
    struct error error;

    publication->reopen_wanted = false;
    if (!succession_start(publication->succession, edition, &error))
        give_up_edition(publication, &error);
}

/*
 * What was edited while it was read may have been read half, so it is built again when the edits are over. Only once in a
 * row: a site that changes without end is shown as it is.
 */
static bool
is_outdated(struct publication *publication)
{
    publication->outdated = !publication->outdated && watch_is_due(publication->site_watch);
    return publication->outdated;
}

static void
take_edition(struct publication *publication, struct edition *edition)
{
    const struct edition *current = current_edition(publication);

    publication->build_crashes = 0;
    if (is_outdated(publication))
        return;
    if (current == NULL || !edition_same(edition, current))
        start_workers(publication, edition);
    else
        log_line(LOG_INFO, "reloaded, nothing has changed, pages=%u", edition->pages);
}

static void
start_build(struct publication *publication)
{
    const struct publication_setup *setup = &publication->setup;
    struct edition *current = current_edition(publication);
    struct error error;
    struct edition *edition = edition_new(setup->options, setup->listeners, current == NULL, &error);

    publication->build_wanted = false;
    if (publication->is_ready && !publication->reloading) {
        publication->reloading = true;
        notify_reloading();
    }
    if (edition != NULL && current != NULL)
        edition_follow(edition, current);
    if (edition != NULL && edition->is_image) {
        take_edition(publication, edition);
        edition_release(edition);
        return;
    }
    if (edition != NULL)
        publication->build =
            build_new(setup->base, setup->options->program, edition, current, setup->listeners, &error);
    if (publication->build == NULL)
        give_up_edition(publication, &error);
    edition_release(edition);
}

/* True if PID was the builder's. */
static bool
take_build_end(struct publication *publication, pid_t pid, int status)
{
    struct error error;
    enum build_end end = build_take_end(publication->build, pid, status, &error);
    struct build *build = publication->build;

    if (end == BUILD_NOT_MINE)
        return false;
    publication->build = NULL;
    if (end == BUILD_DONE || end == BUILD_HELD)
        take_edition(publication, build_edition(build));
    else
        give_up_edition(publication, &error);
    if (end == BUILD_CRASHED)
        retry_build(publication);
    if (end == BUILD_HELD)
        event_add(publication->retry, publication->is_ready ? &after_writers : &after_start);
    build_free(build);
    advance(publication);
    return true;
}

/* Starts what is wanted, one thing at a time: what is asked for meanwhile waits here. */
static void
advance(struct publication *publication)
{
    if (publication->is_over || publication->build != NULL || succession_is_busy(publication->succession))
        return;
    if (publication->build_wanted)
        start_build(publication);
    else if (publication->reopen_wanted && current_edition(publication) != NULL)
        start_workers(publication, current_edition(publication));
    if (publication->reloading && publication->build == NULL && !succession_is_busy(publication->succession) &&
        !publication->build_wanted) {
        publication->reloading = false;
        notify("READY=1");
    }
}

/* --- An edition is served --- */

static bool
on_ready(void *context, const struct edition *edition, const struct edition *before)
{
    struct publication *publication = context;

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

    if (publication->is_ready) {
        log_line(LOG_INFO, "reloaded, pages=%u", edition->pages);
    } else {
        publication->is_ready = true;
        start_watching(publication);
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
    give_up_edition(context, error);
    advance(context);
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
    stop_watching(publication);
    build_free(publication->build);
    publication->build = NULL;
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
    struct succession_setup succession = { setup->base,
                                           setup->options->program,
                                           setup->listeners,
                                           setup->statistics,
                                           { on_ready, on_serving, on_stopped, on_failed, on_over, publication } };

    publication->setup = *setup;
    publication->succession = succession_new(&succession);
    publication->retry = event_new(setup->base, -1, 0, on_retry, publication);
    return publication;
}

void
publication_free(struct publication *publication)
{
    if (publication == NULL)
        return;
    stop_watching(publication);
    build_free(publication->build);
    succession_free(publication->succession);
    event_free(publication->retry);
    free(publication);
}
