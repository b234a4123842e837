/* sandbox.c - which rights each role keeps. */
#include "server/sandbox.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/log.h"
#include "server/sandbox_calls.h"
#include "server/sandbox_files.h"

/* Sanitizers map shadow memory, read /proc and start a process that traces this one: none of it fits into a sandbox. */
#ifdef CAPSULE_SANITIZED
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif

/* Where the C library finds the time zones that a site may name. */
static const char *const zones[] = { "/usr/share/zoneinfo", NULL };
static const char *const nowhere[] = { NULL };

static const struct {
    enum sandbox_rights rights;
    const char *const *places; /* besides the sites */
} files[SANDBOX_ROLES] = {
    [SANDBOX_WORKER] = { SANDBOX_READS_FILES, nowhere },
    [SANDBOX_BUILDER] = { SANDBOX_READS_FOLDERS, zones },
    [SANDBOX_CONVERTER] = { SANDBOX_OPENS_NOTHING, nowhere },
    [SANDBOX_KEYHOLDER] = { SANDBOX_OPENS_NOTHING, nowhere },
};

/* What the system lacks, or NULL. */
static const char *
missing(void)
{
    static const char *const lacks[2][2] = { { "neither Landlock nor a filter of system calls", "no Landlock" },
                                             { "no filter of system calls", NULL } };

    return lacks[sandbox_files_supported()][sandbox_calls_supported()];
}

static bool
restrict_process(enum sandbox_role role, bool log, const struct sandbox_reach *reach, struct error *error)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return error_set(error, "cannot give up new privileges: %s", strerror(errno));
    return (!sandbox_files_supported() ||
            sandbox_files_restrict(files[role].rights, reach, files[role].places, error)) &&
           (!sandbox_calls_supported() || sandbox_calls_restrict(role, log, error));
}

bool
sandbox_possible(enum sandbox_mode mode, struct error *error)
{
    const char *lack = mode == SANDBOX_ON ? missing() : NULL;

    if (mode == SANDBOX_ON && is_sanitized)
        return error_set(error, "sandbox: a build with sanitizers has none; set sandbox: auto");
    return lack == NULL || error_set(error, "sandbox: this system has %s; set sandbox: auto to do without", lack);
}

bool
sandbox_enter(enum sandbox_role role, enum sandbox_mode mode, const struct sandbox_reach *reach, struct error *error)
{
    if (mode == SANDBOX_OFF || (mode != SANDBOX_ON && is_sanitized))
        return true;
    return sandbox_possible(mode, error) &&
           (restrict_process(role, mode == SANDBOX_LOG, reach, error) || error_prefix(error, "sandbox"));
}

bool
sandbox_enter_converter(const struct settings *settings)
{
    struct error error;

    return sandbox_enter(SANDBOX_CONVERTER, settings->sandbox, NULL, &error);
}

void
sandbox_report(enum sandbox_mode mode)
{
    const char *lack = missing();

    if (mode == SANDBOX_OFF)
        log_line(LOG_WARNING, "sandbox: off, as set; every process may do what the user of the server may");
    else if (is_sanitized)
        log_line(LOG_INFO, "sandbox: off in a build with sanitizers");
    else if (lack != NULL)
        log_line(LOG_WARNING, "sandbox: this system has %s; the processes go on without", lack);
    else if (mode == SANDBOX_LOG)
        log_line(LOG_WARNING, "sandbox: forbidden system calls are made all the same, and the kernel's log names them");
}
