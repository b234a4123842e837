/* build.c - starts a builder and takes its result. */
#include "server/build.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/process.h"

#define WALL_SECONDS 120 /* its CPU time is bounded by itself; this is for a file system that does not answer */

struct build {
    struct process process;
    struct edition *edition; /* held */
    struct event *overdue;
};

static void
on_overdue(evutil_socket_t fd, short what, void *argument)
{
    struct build *build = argument;

    (void)fd, (void)what;
    log_line(LOG_WARNING, "the builder has not finished in %d seconds and is stopped", WALL_SECONDS);
    kill(build->process.pid, SIGKILL);
}

static bool
start(struct build *build, const char *program, const struct edition *previous, const struct listeners *listeners,
      struct error *error)
{
    int handover = edition_handover(build->edition, listeners, error);
    int descriptors[ROLE_LISTENERS] = { 0 };
    bool started;

    if (handover < 0)
        return false;
    descriptors[ROLE_HANDOVER] = handover;
    descriptors[ROLE_ROOT] = build->edition->root;
    descriptors[ROLE_IMAGE] = build->edition->image;
    descriptors[ROLE_PREVIOUS] = previous != NULL ? previous->image : -1;
    descriptors[ROLE_LOG] = -1;
    descriptors[ROLE_SECRET] = -1;
    descriptors[ROLE_STATISTICS] = -1;
    descriptors[ROLE_CROWD] = -1;
    descriptors[ROLE_KEYHOLDER] = -1;
    descriptors[ROLE_SAID] = build->edition->said;
    descriptors[ROLE_MEMOS] = build->edition->memos;
    started = process_start(&build->process, program, "builder", descriptors, ROLE_LISTENERS, error);
    close(handover);
    return started;
}

struct build *
build_new(struct event_base *base, const char *program, struct edition *edition, const struct edition *previous,
          const struct listeners *listeners, struct error *error)
{
    static const struct timeval wall = { WALL_SECONDS, 0 };
    struct build *build = memory_new(sizeof *build);

    build->edition = edition_hold(edition);
    build->overdue = event_new(base, -1, 0, on_overdue, build);
    if (!start(build, program, previous, listeners, error)) {
        build_free(build);
        return NULL;
    }
    event_add(build->overdue, &wall);
    return build;
}

void
build_free(struct build *build)
{
    if (build == NULL)
        return;
    if (build->process.pid > 0)
        kill(build->process.pid, SIGKILL);
    process_forget(&build->process);
    event_free(build->overdue);
    edition_release(build->edition);
    free(build);
}

static enum build_end
finish(struct build *build, bool held, struct error *error)
{
    if (!edition_finish(build->edition, error))
        return BUILD_CRASHED;
    return held ? BUILD_HELD : BUILD_DONE;
}

enum build_end
build_take_end(struct build *build, pid_t pid, int status, struct error *error)
{
    char text[sizeof error->text];
    ssize_t got;

    if (build == NULL || pid != build->process.pid)
        return BUILD_NOT_MINE;
    got = recv(build->process.control, text, sizeof text - 1, MSG_DONTWAIT);
    process_forget(&build->process);
    event_del(build->overdue);
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
        return finish(build, got == 1 && *text == CONTROL_HELD, error);
    if (got > 0) {
        error_set(error, "%.*s", (int)got, text);
        return BUILD_FAILED;
    }
    process_describe_end(status, text, sizeof text);
    error_set(error, "the builder %s", text);
    return BUILD_CRASHED;
}
