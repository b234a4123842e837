/* Generations of workers that are this test itself: what they do is in the name of the site that they are handed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/generation.h"
#include "server/process.h"

#define PATIENCE_SECONDS 20 /* only a failing test waits so long */

/* --- In the worker --- */

static int
work(void)
{
    char site[32] = "", byte;

    if (pread(ROLE_HANDOVER, site, sizeof site - 1, 0) <= 0)
        return 9;
    if (strcmp(site, "refuse") == 0)
        return send(ROLE_CONTROL, "no tea", 6, 0) == 6 ? 1 : 9;
    if (strcmp(site, "crash") == 0)
        raise(SIGKILL);
    if (send(ROLE_CONTROL, "r", 1, 0) != 1)
        return 9;
    if (strcmp(site, "hang") == 0)
        raise(SIGSTOP);
    while (recv(ROLE_CONTROL, &byte, 1, 0) == 1 && byte != CONTROL_DRAIN)
        if (byte == CONTROL_PING && send(ROLE_CONTROL, &byte, 1, 0) != 1)
            return 9;
    return send(ROLE_CONTROL, "s", 1, 0) == 1 ? 0 : 9;
}

/* --- In the test --- */

struct scene {
    struct event_base *base;
    struct event *child;
    struct edition edition;
    struct listeners listeners;
    struct generation *generation;
    unsigned ready, stopped, failed, ended, ends_wanted;
    char text[1024];
};

static void
on_ready(void *context)
{
    struct scene *scene = context;

    scene->ready++;
    event_base_loopbreak(scene->base);
}

static void
on_stopped(void *context)
{
    ((struct scene *)context)->stopped++;
}

static void
on_failed(void *context, const struct error *error)
{
    struct scene *scene = context;

    scene->failed++;
    strcpy(scene->text, error->text);
    event_base_loopbreak(scene->base);
}

static void
on_child(evutil_socket_t number, short what, void *argument)
{
    struct scene *scene = argument;
    int status;
    pid_t pid;

    (void)number, (void)what;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (generation_take_end(scene->generation, pid, status))
            scene->ended++;
    if (scene->ends_wanted > 0 && scene->ended >= scene->ends_wanted)
        event_base_loopbreak(scene->base);
}

static int
set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);

    scene->base = event_base_new();
    scene->child = evsignal_new(scene->base, SIGCHLD, on_child, scene);
    event_add(scene->child, NULL);
    settings_init(&scene->edition.settings);
    scene->edition.settings.workers = 2;
    scene->edition.holders = 1;
    scene->edition.root = scene->edition.image = -1;
    *state = scene;
    return 0;
}

static int
tear_down(void **state)
{
    struct scene *scene = *state;

    generation_free(scene->generation);
    settings_clear(&scene->edition.settings);
    event_free(scene->child);
    event_base_free(scene->base);
    free(scene);
    return 0;
}

static void
start(struct scene *scene, const char *behaviour)
{
    struct generation_events events = { on_ready, on_stopped, on_failed, scene, NULL, NULL };
    struct error error = { "" };

    scene->edition.site = behaviour;
    scene->generation =
        generation_new(scene->base, "/proc/self/exe", &scene->edition, &scene->listeners, &events, &error);
    if (scene->generation == NULL)
        fail_msg("%s", error.text);
}

/* Runs the loop until a callback ends it. */
static void
run(struct scene *scene)
{
    struct timeval patience = { PATIENCE_SECONDS, 0 };

    event_base_loopexit(scene->base, &patience);
    event_base_dispatch(scene->base);
}

static void
test_ready_then_drained(void **state)
{
    struct scene *scene = *state;

    start(scene, "serve");
    run(scene);
    assert_int_equal(scene->ready, 1);
    assert_false(generation_is_over(scene->generation));
    scene->ends_wanted = 2;
    generation_drain(scene->generation);
    run(scene);
    assert_int_equal(scene->ended, 2);
    assert_int_equal(scene->stopped, 1);
    assert_true(generation_is_over(scene->generation));
    assert_int_equal(scene->ready, 1);
}

static void
test_refusal_is_passed_on(void **state)
{
    struct scene *scene = *state;

    start(scene, "refuse");
    run(scene);
    assert_int_equal(scene->failed, 1);
    assert_int_equal(scene->ready, 0);
    assert_string_equal(scene->text, "no tea");
}

/* Two workers crash at once, again and again: 0, 0, 0, 0.1, 0.2 ... s later; it is neither ready nor given up. */
static void
test_crash_loop_goes_on(void **state)
{
    struct scene *scene = *state;

    scene->ends_wanted = 6;
    start(scene, "crash");
    run(scene);
    assert_true(scene->ended >= 6);
    assert_int_equal(scene->ready + scene->failed, 0);
    assert_false(generation_is_over(scene->generation));
}

/* Workers that are stopped by a signal do not answer the ping: killed and replaced. */
static void
test_watchdog(void **state)
{
    struct scene *scene = *state;

    scene->edition.settings.watchdog_deadline = 1;
    scene->ends_wanted = 2;
    start(scene, "hang");
    run(scene);
    assert_int_equal(scene->ready, 1);
    run(scene);
    assert_true(scene->ended >= 2);
    assert_false(generation_is_over(scene->generation));
}

static void
test_killed_is_over(void **state)
{
    struct scene *scene = *state;

    start(scene, "serve");
    run(scene);
    scene->ends_wanted = 2;
    generation_kill(scene->generation);
    run(scene);
    assert_true(generation_is_over(scene->generation));
}

int
main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ready_then_drained, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusal_is_passed_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_crash_loop_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_watchdog, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_killed_is_over, set_up, tear_down),
    };

    if (count == 3 && strcmp(words[2], "worker") == 0)
        return work();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
