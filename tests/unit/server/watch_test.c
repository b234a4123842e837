/* Changes of a source tree, each by a real file system and a real loop that ends at the first report. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/watch.h"

#define PATIENCE_SECONDS 10 /* only a failing test waits so long */

struct scene {
    char folder[64], site[80];
    struct event_base *base;
    struct watch *watch;
    bool reported;
};

static void
on_change(void *context)
{
    struct scene *scene = context;

    scene->reported = true;
    event_base_loopbreak(scene->base);
}

/* Runs SHELL in the scene's folder. */
static void
shell(const struct scene *scene, const char *words)
{
    char line[512];

    snprintf(line, sizeof line, "cd %s && { %s; }", scene->folder, words);
    assert_int_equal(system(line), 0);
}

static int
set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct error error = { "" };

    strcpy(scene->folder, "/tmp/capsule-watch-XXXXXX");
    if (mkdtemp(scene->folder) == NULL)
        return -1;
    snprintf(scene->site, sizeof scene->site, "%s/site", scene->folder);
    shell(scene, "mkdir -p site/_pages/deep site/.git site/_site other && echo a >site/a.md");
    scene->base = event_base_new();
    scene->watch = watch_new(scene->base, scene->site, on_change, scene, &error);
    *state = scene;
    return scene->watch != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
    struct scene *scene = *state;

    watch_free(scene->watch);
    event_base_free(scene->base);
    shell(scene, "rm -rf site other old");
    rmdir(scene->folder);
    free(scene);
    return 0;
}

static bool
is_reported(struct scene *scene)
{
    struct timeval patience = { PATIENCE_SECONDS, 0 };

    scene->reported = false;
    event_base_loopexit(scene->base, &patience);
    event_base_dispatch(scene->base);
    return scene->reported;
}

static void
test_every_kind_of_change(void **state)
{
    static const char *const changes[] = {
        "echo b >site/a.md",
        "echo b >site/_pages/deep/b.md",
        "mv site/_pages/deep/b.md site/c.md",
        "rm site/c.md",
        "chmod 600 site/a.md",
        "ln -s a.md site/link.md",
        "mkdir -p site/new/below",
        "echo n >site/new/below/n.md",
        "mv site/new site/moved",
        "echo m >site/moved/below/m.md",
        "mkdir site/made && echo at-once >site/made/x.md",
        "echo x >>site/made/x.md",
        "mv site old && mv other site",
        "echo z >site/z.md",
    };
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        shell(scene, changes[i]);
        if (!is_reported(scene))
            fail_msg("not noticed: %s", changes[i]);
    }
}

/* What is ignored raises no report of its own: the one that comes is that of the change made last. */
static void
test_ignored_changes(void **state)
{
    struct scene *scene = *state;
    struct timeval at_once = { 0, 0 };

    shell(scene,
          "echo x >site/.git/index; echo x >site/.a.md.swp; echo x >site/a.md~; echo x >site/_site/a.html; "
          "mkdir site/node_modules; echo x >unrelated");
    event_base_loopexit(scene->base, &at_once);
    event_base_dispatch(scene->base);
    assert_int_equal(event_base_get_num_events(scene->base, EVENT_BASE_COUNT_ADDED), 1); /* no report is due */
    shell(scene, "echo b >site/a.md");
    assert_true(is_reported(scene));
}

static void
test_due_until_reported(void **state)
{
    struct scene *scene = *state;

    assert_false(watch_is_due(NULL));
    assert_false(watch_is_due(scene->watch));
    shell(scene, "echo b >site/a.md");
    assert_true(watch_is_due(scene->watch));
    assert_true(is_reported(scene));
    assert_false(watch_is_due(scene->watch));
}

/* Two watches note their changes in one turn of the loop: who is told of both first has waited less. */
static void
test_one_closed_file_waits_least(void **state)
{
    static const char *const more[] = {
        "echo b >site/a.md; echo b >site/b.md",
        "mkdir site/sub",
        "mv site/a.md site/b.md",
    };
    static const char *const one[] = { "echo b >other/a.md", "mv site/.new other/a.md" };
    struct scene *scene = *state, second = { .base = scene->base };
    struct error error;

    snprintf(second.site, sizeof second.site, "%s/other", scene->folder);
    second.watch = watch_new(scene->base, second.site, on_change, &second, &error);
    assert_non_null(second.watch);
    for (size_t i = 0; i < sizeof more / sizeof *more * 2; i++) {
        second.reported = false;
        shell(scene, "touch site/.new site/a.md; rm -rf site/b.md site/sub");
        assert_true(is_reported(scene));
        second.reported = false;
        shell(scene, more[i / 2]);
        shell(scene, one[i % 2]);
        assert_false(is_reported(scene));
        assert_true(second.reported);
        assert_true(is_reported(scene));
    }
    watch_free(second.watch);
}

static void
test_covers_what_is_below(void **state)
{
    static const struct {
        const char *folder;
        bool covered;
    } cases[] = { { "", true },       { "/_pages/deep", true }, { "/_pages/../_pages", true },
                  { "/.git", false }, { "/../other", false },   { "/none", false } };
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[160];

        snprintf(path, sizeof path, "%s%s", scene->site, cases[i].folder);
        if (watch_covers(scene->watch, path) != cases[i].covered)
            fail_msg("%s: expected %d", cases[i].folder, cases[i].covered);
    }
}

static void
test_missing_folder(void **state)
{
    struct scene *scene = *state;
    struct error error = { "" };

    assert_null(watch_new(scene->base, "/nowhere/site", on_change, scene, &error));
    assert_non_null(strstr(error.text, "/nowhere/site"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_kind_of_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ignored_changes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_due_until_reported, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_closed_file_waits_least, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_covers_what_is_below, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing_folder, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
