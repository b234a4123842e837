/* making.c - one edition in the making. */
#include "server/making.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/build.h"
#include "server/edition_keys.h"

struct making {
    struct making_setup setup;
    struct edition *edition; /* held, as is what it follows */
    struct build *build;     /* of the part before NEXT; or NULL */
    size_t next;
    bool has_crashed, was_held;
};

static bool
read_edition(struct making *making, struct error *error)
{
    const struct making_setup *setup = &making->setup;
    struct keyholder_terms terms = { .base = setup->base,
                                     .program = setup->options->program,
                                     .statistics = setup->statistics };

    making->edition = edition_new(setup->options, setup->listeners, error);
    if (making->edition == NULL ||
        !edition_complete(making->edition, setup->options, setup->listeners, setup->before, error))
        return false;
    terms.patience = making->edition->settings.watchdog_deadline;
    return edition_keys_provide(making->edition, setup->before, &terms, setup->listeners, error);
}

struct making *
making_new(const struct making_setup *setup, struct error *error)
{
    struct making *making = memory_new(sizeof *making);

    making->setup = *setup;
    if (setup->before != NULL)
        edition_hold(setup->before);
    if (read_edition(making, error))
        return making;
    making_free(making);
    return NULL;
}

void
making_free(struct making *making)
{
    if (making == NULL)
        return;
    build_free(making->build);
    edition_release(making->edition);
    edition_release(making->setup.before);
    free(making);
}

/* True if the part, which cannot be built, need not be: it stays as it is served. */
static bool
keep_part(struct making *making, size_t index, const struct error *error)
{
    const char *site = edition_part(making->edition, index)->site;

    if (!edition_keep(making->edition, index, making->setup.before))
        return false;
    log_line(LOG_ERROR, "%s: %s; what runs of it stays as it is", site, error->text);
    return true;
}

/* True if the part is whole without a builder. */
static bool
is_whole(const struct making *making, struct edition *part, const struct edition *before)
{
    const struct watching *watching = making->setup.watching;

    if (part->is_image || part == before)
        return true;
    return before != NULL && watching != NULL && !watching_has_changed(watching, part->site) &&
           edition_reuse(part, before);
}

enum making_state
making_start(struct making *making, struct error *error)
{
    const struct making_setup *setup = &making->setup;
    struct edition *part;

    while ((part = edition_part(making->edition, making->next)) != NULL) {
        size_t index = making->next++;
        struct edition *before = edition_part_before(making->edition, index, setup->before);

        if (before != NULL && part != before)
            edition_follow(part, before);
        if (is_whole(making, part, before))
            continue;
        making->build = build_new(setup->base, setup->options->program, part, before, setup->listeners, error);
        if (making->build != NULL)
            return MAKING_GOES_ON;
        if (!keep_part(making, index, error))
            return MAKING_FAILED;
    }
    return MAKING_DONE;
}

enum making_state
making_take_end(struct making *making, pid_t pid, int status, struct error *error)
{
    enum build_end end = making != NULL ? build_take_end(making->build, pid, status, error) : BUILD_NOT_MINE;
    bool is_built = end == BUILD_DONE || end == BUILD_HELD;

    if (making != NULL && keyholder_process_take_end(making->edition->keyholder, pid, status))
        return MAKING_GOES_ON;
    if (end == BUILD_NOT_MINE)
        return MAKING_NOT_MINE;
    build_free(making->build);
    making->build = NULL;
    making->has_crashed = making->has_crashed || end == BUILD_CRASHED;
    making->was_held = making->was_held || end == BUILD_HELD;
    if (!is_built && !keep_part(making, making->next - 1, error))
        return MAKING_FAILED;
    return making_start(making, error);
}

struct edition *
making_edition(const struct making *making)
{
    return making->edition;
}

bool
making_has_crashed(const struct making *making)
{
    return making->has_crashed;
}

bool
making_was_held(const struct making *making)
{
    return making->was_held;
}
