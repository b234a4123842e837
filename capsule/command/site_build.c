/* site_build.c - from a command's flags to a checked image, by way of an edition without listeners. */
#include "command/site_build.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/memory.h"
#include "builder/builder.h"
#include "command/progress.h"
#include "command/usage.h"
#include "server/sandbox.h"

/* What a builder of the server may use (hardening.md 4.2). */
#define CPU_SECONDS 60

/* Takes the flags. False with one line for wrong usage. */
static bool
begin(struct site_build *build, const struct options *options, struct error *error)
{
    const char *site = options_word(options, 0);

    *build = (struct site_build){ .site = site != NULL ? site : ".",
                                  .findings = findings_new(),
                                  .report = build_report_new() };
    return usage_settings(options, &build->flags, error);
}

static void
end(struct site_build *build)
{
    image_close(build->image);
    build_report_free(build->report);
    findings_free(build->findings);
    edition_release(build->edition);
    text_list_clear(&build->flags);
}

int
site_build_command(const struct options *options, site_build_body body)
{
    struct error error = { "" };
    struct site_build build;
    int status = EXIT_SUCCESS;

    if (!begin(&build, options, &error))
        status = usage_fail(&error, EXIT_USAGE);
    else if (!body(&build, options, &error))
        status = error.text[0] != '\0' ? usage_fail(&error, EXIT_FAILURE) : EXIT_FAILURE;
    end(&build);
    return status;
}

static struct edition *
read_edition(const struct site_build *build, const struct options *options, struct error *error)
{
    static const struct listeners no_listeners = { 0 };
    static const struct text_list no_addresses = { 0 };
    const char *certs = options_value(options, "--certs");
    struct master_options master = {
        .site = build->site,
        .config_file = options_value(options, "--config"),
        .certs = certs != NULL ? certs : "certs",
        .gemini = &no_addresses,
        .gopher = &no_addresses,
        .flags = &build->flags,
    };

    return edition_new(&master, &no_listeners, error);
}

/* Only the soft limit moves, so that the command itself goes on without it. */
static struct rlimit
limit_cpu(void)
{
    struct rlimit before, bound;

    if (getrlimit(RLIMIT_CPU, &before) != 0)
        return (struct rlimit){ RLIM_INFINITY, RLIM_INFINITY };
    bound = before;
    if (bound.rlim_cur > CPU_SECONDS)
        bound.rlim_cur = CPU_SECONDS;
    setrlimit(RLIMIT_CPU, &bound);
    return before;
}

static bool
run_builder(struct site_build *build, struct error *error)
{
    const struct text_list *hidden = &build->edition->hidden;
    const char **names = memory_new((hidden->count + 1) * sizeof *names);
    struct progress *progress = progress_new();
    struct build_options options = {
        .root = build->edition->root,
        .name = build->site,
        .hidden = names,
        .settings = &build->edition->settings,
        .report = build->report,
        .on_progress = progress_show,
        .progress_context = progress,
        .confine = sandbox_enter_converter,
    };
    struct rlimit before = limit_cpu();
    bool built;

    for (size_t i = 0; i < hidden->count; i++)
        names[i] = hidden->items[i];
    built = builder_run(&options, build->edition->image, build->findings, error);
    setrlimit(RLIMIT_CPU, &before);
    progress_free(progress);
    free(names);
    return built;
}

bool
site_build_run(struct site_build *build, const struct options *options, const char *const *hidden, struct error *error)
{
    build->edition = read_edition(build, options, error);
    if (build->edition == NULL)
        return false;
    if (build->edition->is_image)
        return error_set(error, "%s is a finished image; name the folder of its source", build->site);
    for (; *hidden != NULL; hidden++)
        edition_hide(build->edition, *hidden);
    if (!sandbox_possible(build->edition->settings.sandbox, error) || !run_builder(build, error) ||
        !edition_finish(build->edition, error))
        return false;
    build->image = image_open_trusted(build->edition->image, error);
    return build->image != NULL;
}

size_t
site_build_found(const struct site_build *build, enum finding_severity severity)
{
    size_t found = 0;

    for (size_t i = 0; i < findings_count(build->findings); i++)
        found += findings_at(build->findings, i)->severity == severity;
    return found;
}
