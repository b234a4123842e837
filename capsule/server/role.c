/* role.c - the first steps of builders and workers. */
#include "server/role.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "builder/builder.h"
#include "server/file.h"
#include "server/handover.h"
#include "server/keepsake.h"
#include "server/keyholder.h"
#include "server/listen.h"
#include "server/process.h"
#include "server/said.h"
#include "server/sandbox.h"
#include "server/secret.h"
#include "server/worker.h"

#define BUILDER_CPU_SECONDS 60
#define FINDINGS_LOGGED     20

/* A sanitizer's shadow memory needs terabytes of address space, and its leak check traces the process. */
#ifdef CAPSULE_SANITIZED
static const bool bound_memory = false, hide_memory = false, leave_memory = false;
#else
static const bool bound_memory = true, hide_memory = true, leave_memory = true;
#endif

static const rlim_t builder_memory = (rlim_t)1 << 30;

/* --- What is handed over --- */

static bool
take_handover(struct handover *handover, struct error *error)
{
    struct buffer text = { 0 };
    bool taken =
        file_take_memory(ROLE_HANDOVER, false, &text, error) && handover_read(buffer_slice(&text), handover, error);

    buffer_clear(&text);
    return taken;
}

static void
limit(enum __rlimit_resource resource, rlim_t value)
{
    struct rlimit bound = { value, value };

    setrlimit(resource, &bound);
}

/* What is in the memory of this process is for nobody else to read, and no file's to hold; it starts no other. */
static void
hide(void)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NPROC, 0);
    if (hide_memory)
        prctl(PR_SET_DUMPABLE, 0);
}

/* The last step before a role begins its work: it has opened all that it needs besides the sites' files. */
static bool
confine(enum sandbox_role role, const struct handover *handover, const int *roots, size_t count, struct error *error)
{
    struct sandbox_reach reach = { roots, count, &handover->kept };

    return sandbox_enter(role, handover->settings.sandbox, &reach, error);
}

/* --- Builder --- */

static void
log_finding(const struct finding *finding)
{
    enum log_level level = finding->severity == FINDING_ERROR ? LOG_ERROR : LOG_WARNING;

    if (finding->line > 0)
        log_line(level, "%s: line %u: %s", finding->file, finding->line, finding->message);
    else
        log_line(level, "%s: %s", finding->file, finding->message);
}

/* Those that the log has not named before. */
static void
log_findings(const struct findings *findings)
{
    bool *is_new = memory_new((findings_count(findings) + 1) * sizeof *is_new);
    size_t logged = 0, left = 0;

    said_sift(ROLE_SAID, findings, is_new);
    for (size_t i = 0; i < findings_count(findings); i++) {
        const struct finding *finding = findings_at(findings, i);

        if (finding->severity == FINDING_NOTE || !is_new[i])
            continue;
        if (logged == FINDINGS_LOGGED) {
            left++;
            continue;
        }
        logged++;
        log_finding(finding);
    }
    if (left > 0)
        log_line(LOG_WARNING, "%zu more findings; `capsule check` lists them all", left);
    free(is_new);
}

/* The master builds again later, even if nobody tells it that the writer has gone. */
static void
tell_of_held(const struct findings *findings)
{
    const char held = CONTROL_HELD;

    for (size_t i = 0; i < findings_count(findings); i++)
        if (strcmp(findings_at(findings, i)->code, "being-written") == 0) {
            (void)!send(ROLE_CONTROL, &held, 1, MSG_NOSIGNAL);
            return;
        }
}

static struct image *
previous_image(void)
{
    struct error ignored;

    return role_is_given(ROLE_PREVIOUS) ? image_open_trusted(ROLE_PREVIOUS, &ignored) : NULL;
}

static bool
build(const struct handover *handover, struct findings *findings, struct error *error)
{
    const char **hidden = memory_new((handover->hidden.count + 1) * sizeof *hidden);
    struct image *previous = previous_image();
    struct buffer before = { 0 }, memos = { 0 };
    struct build_options options = { .root = ROLE_ROOT,
                                     .name = handover->site,
                                     .hidden = hidden,
                                     .settings = &handover->settings,
                                     .previous = previous,
                                     .memos = &memos,
                                     .is_last = leave_memory,
                                     .memory_account = open("/proc/self/statm", O_RDONLY | O_CLOEXEC),
                                     .confine = sandbox_enter_converter };
    const int root = ROLE_ROOT;
    bool built;

    for (size_t i = 0; i < handover->hidden.count; i++)
        hidden[i] = handover->hidden.items[i];
    keepsake_read(ROLE_MEMOS, &before);
    options.memos_before = buffer_slice(&before);
    built = confine(SANDBOX_BUILDER, handover, &root, 1, error) && builder_run(&options, ROLE_IMAGE, findings, error);
    if (built)
        keepsake_write(ROLE_MEMOS, buffer_slice(&memos));
    if (!leave_memory)
        image_close(previous);
    buffer_clear(&before);
    buffer_clear(&memos);
    free(hidden);
    return built;
}

/* Findings are logged only of a site that could be built: else there is one line, and the master says it. */
static bool
builder_role(const struct handover *handover, struct error *error)
{
    struct findings *findings = findings_new();
    bool built;

    limit(RLIMIT_CPU, BUILDER_CPU_SECONDS);
    if (bound_memory)
        limit(RLIMIT_AS, builder_memory);
    built = build(handover, findings, error);
    if (built) {
        log_findings(findings);
        tell_of_held(findings);
    }
    findings_free(findings);
    return built;
}

/* --- Worker --- */

static void
take_listeners(const char *protocols, struct listener *listeners)
{
    for (size_t i = 0; protocols[i] != '\0'; i++)
        listeners[i] = listener_of_letter(protocols[i], ROLE_LISTENERS + (int)i);
}

/* Opens the images of all sites; *OPENED of them could be. */
static struct worker_site *
open_sites(const struct handover *handover, size_t *opened, struct error *error)
{
    int further = ROLE_LISTENERS + (int)strlen(handover->protocols);
    struct worker_site *sites = memory_new((handover->sites + 1) * sizeof *sites);

    for (*opened = 0; *opened < handover->sites; (*opened)++) {
        int root = *opened == 0 ? ROLE_ROOT : further + 2 * ((int)*opened - 1);
        struct image *image = image_open_trusted(*opened == 0 ? ROLE_IMAGE : root + 1, error);

        if (image == NULL)
            break;
        sites[*opened] = (struct worker_site){ image, root };
    }
    return sites;
}

static void
close_sites(struct worker_site *sites, size_t count)
{
    for (size_t i = 0; i < count; i++)
        image_close(sites[i].image);
    free(sites);
}

static bool
confine_worker(const struct handover *handover, const struct worker_site *sites, struct error *error)
{
    int *roots = memory_new(handover->sites * sizeof *roots);
    bool confined;

    for (size_t i = 0; i < handover->sites; i++)
        roots[i] = sites[i].root;
    confined = confine(SANDBOX_WORKER, handover, roots, handover->sites, error);
    free(roots);
    return confined;
}

static bool
say_ready(struct error *error)
{
    const char ready = CONTROL_READY;

    return write(ROLE_CONTROL, &ready, 1) == 1 || error_set(error, "the master is gone");
}

static bool
serve(const struct handover *handover, const struct worker_site *sites, const struct tls_contexts *contexts,
      struct error *error)
{
    size_t count = strlen(handover->protocols);
    struct listener *listeners = memory_new((count + 1) * sizeof *listeners);
    struct worker_setup setup = {
        .settings = &handover->settings,
        .sites = sites,
        .site_count = handover->sites,
        .tls = contexts->count > 0 ? contexts->items[0].context : NULL,
        .listeners = listeners,
        .listener_count = count,
        .access_log = ROLE_LOG,
        .statistics = role_is_given(ROLE_STATISTICS) ? statistics_claim(ROLE_STATISTICS) : NULL,
        .crowd = role_is_given(ROLE_CROWD) ? crowd_join(ROLE_CROWD) : NULL,
        .control = ROLE_CONTROL,
    };
    struct worker *worker;
    bool ready;

    take_listeners(handover->protocols, listeners);
    worker = worker_new(&setup);
    ready = worker != NULL ? confine_worker(handover, sites, error) && say_ready(error)
                           : error_set(error, "the worker cannot start");
    if (ready)
        worker_run(worker);
    worker_free(worker);
    crowd_free(setup.crowd);
    free(listeners);
    return ready;
}

static bool
worker_role(const struct handover *handover, struct error *error)
{
    struct tls_contexts contexts = { 0 };
    struct sign_channel channel, *keyholder = role_is_given(ROLE_KEYHOLDER) ? &channel : NULL;
    struct worker_site *sites;
    size_t opened;
    bool complete;

    hide();
    if (keyholder != NULL)
        sign_channel_init(keyholder, ROLE_KEYHOLDER);
    if (role_is_given(ROLE_SECRET) && !secret_take(ROLE_SECRET, keyholder, &contexts, error))
        return false;
    sites = open_sites(handover, &opened, error);
    complete = opened == handover->sites;
    if (complete)
        complete = serve(handover, sites, &contexts, error);
    close_sites(sites, opened);
    tls_contexts_clear(&contexts);
    return complete;
}

/* --- Keyholder --- */

static bool
keyholder_role(const struct handover *handover, struct error *error)
{
    struct keyholder *keyholder;
    bool ready;

    hide();
    keyholder = keyholder_new(error);
    ready = keyholder != NULL && confine(SANDBOX_KEYHOLDER, handover, NULL, 0, error) && say_ready(error);
    if (ready)
        keyholder_run(keyholder);
    keyholder_free(keyholder);
    return ready;
}

/* --- Roles --- */

static const struct {
    const char *name, *process_name;
    bool (*run)(const struct handover *handover, struct error *error);
} roles[] = {
    { "builder", "capsule-build", builder_role },
    { "keyholder", "capsule-key", keyholder_role },
    { "worker", "capsule-work", worker_role },
};

/* What a terminal or a user sends to all processes of this name is for the master alone. */
static void
ignore_orders(void)
{
    static const int orders[] = { SIGHUP, SIGUSR1, SIGUSR2 };

    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        signal(orders[i], SIG_IGN);
}

static int
run_role(size_t role)
{
    struct handover handover;
    struct error error = { "" };
    bool done;

    prctl(PR_SET_NAME, roles[role].process_name);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    umask(077);
    ignore_orders();
    if (!take_handover(&handover, &error))
        done = false;
    else {
        done = roles[role].run(&handover, &error);
        handover_clear(&handover);
    }
    if (!done && send(ROLE_CONTROL, error.text, strlen(error.text), MSG_NOSIGNAL) < 0)
        log_line(LOG_ERROR, "%s", error.text);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
role_run(int count, char **words)
{
    for (size_t role = 0; count > 0 && role < sizeof roles / sizeof *roles; role++)
        if (strcmp(words[count - 1], roles[role].name) == 0)
            return run_role(role);
    fputs("capsule: --role is for the program itself; try `capsule help`\n", stderr);
    return 2;
}
