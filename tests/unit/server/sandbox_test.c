/* sandbox_test.c - what each role can still open, in children that enter the sandbox for good. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/sandbox.h"
#include "server/sandbox_files.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const folders[] = { "site", "site/keys", "site/sub", "next", "certs" };
static const char *const files[] = { "site/index.md", "site/keys/capsule.key", "site/sub/page.md", "next/index.md",
                                     "certs/capsule.key" };

#ifdef CAPSULE_SANITIZED
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif

static bool
is_confined(void)
{
    return !is_sanitized && sandbox_files_supported();
}

static int
set_up(void **state)
{
    char *folder = strdup("/tmp/capsule-sandbox-XXXXXX");

    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return 1;
    for (size_t i = 0; i < COUNT(folders); i++)
        if (mkdir(folders[i], 0700) != 0)
            return 1;
    for (size_t i = 0; i < COUNT(files); i++)
        close(open(files[i], O_WRONLY | O_CREAT, 0600));
    *state = folder;
    return 0;
}

static int
tear_down(void **state)
{
    char command[128];
    int status;

    snprintf(command, sizeof command, "rm -rf %s", (char *)*state);
    status = chdir("/") == 0 ? system(command) : 1;
    free(*state);
    return status;
}

/* --- In a child --- */

/* Opens PATH below ROOT; 0 or errno. */
static int
open_error(int root, const char *path, int flags)
{
    int fd = openat(root, path, flags | O_CLOEXEC);

    if (fd < 0)
        return errno;
    close(fd);
    return 0;
}

struct attempt {
    const char *path;
    int flags, want;
};

/* Enters the sandbox of ROLE around "site", then makes the attempts: the number of the first that ended otherwise, or 0. */
static int
attempt(enum sandbox_role role, const char *certs, const struct attempt *attempts, size_t count)
{
    struct error error = { "" };
    struct text_list kept = { NULL, 0 };
    int root = open("site", O_RDONLY | O_DIRECTORY), here = open(".", O_RDONLY | O_DIRECTORY);
    struct sandbox_reach reach = { &root, 1, &kept };
    char real[PATH_MAX];

    text_list_add(&kept, slice_of(realpath(certs, real)));
    if (!sandbox_enter(role, SANDBOX_ON, role == SANDBOX_CONVERTER ? NULL : &reach, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 100;
    }
    for (size_t i = 0; i < count; i++) {
        bool below = strncmp(attempts[i].path, "site/", 5) == 0;
        int got = below ? open_error(root, attempts[i].path + 5, attempts[i].flags)
                        : open_error(here, attempts[i].path, attempts[i].flags);

        if (got != attempts[i].want) {
            fprintf(stderr, "%s: %s\n", attempts[i].path, strerror(got));
            return (int)i + 1;
        }
    }
    return 0;
}

static void
check(enum sandbox_role role, const char *certs, const struct attempt *attempts, size_t count)
{
    int status;
    pid_t pid;

    if (!is_confined())
        skip();
    pid = fork();
    if (pid == 0)
        _exit(attempt(role, certs, attempts, count));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* --- The tests --- */

static void
test_worker(void **state)
{
    static const struct attempt attempts[] = {
        { "site/index.md", O_RDONLY, 0 },
        { "site/sub/page.md", O_RDONLY, 0 },
        { "site/keys/capsule.key", O_RDONLY, 0 }, /* not the server's: those are elsewhere */
        { "site/sub", O_RDONLY | O_DIRECTORY, EACCES },
        { "site/index.md", O_WRONLY, EPERM },
        { "certs/capsule.key", O_RDONLY, EACCES },
        { "next/index.md", O_RDONLY, EACCES },
        { "/etc/passwd", O_RDONLY, EACCES },
        { "/proc/self/environ", O_RDONLY, EACCES },
        { "/", O_RDONLY | O_DIRECTORY, EACCES },
    };

    (void)state;
    check(SANDBOX_WORKER, "certs", attempts, COUNT(attempts));
}

static void
test_worker_with_the_keys_in_its_site(void **state)
{
    static const struct attempt attempts[] = {
        { "site/index.md", O_RDONLY, 0 },
        { "site/sub/page.md", O_RDONLY, 0 },
        { "site/keys/capsule.key", O_RDONLY, EACCES },
        { "certs/capsule.key", O_RDONLY, EACCES },
        { "/etc/passwd", O_RDONLY, EACCES },
    };

    (void)state;
    check(SANDBOX_WORKER, "site/keys", attempts, COUNT(attempts));
}

static void
test_builder(void **state)
{
    static const struct attempt attempts[] = {
        { "site/index.md", O_RDONLY, 0 },          { "site/.", O_RDONLY | O_DIRECTORY, 0 },
        { "site/sub", O_RDONLY | O_DIRECTORY, 0 }, { "site/keys/capsule.key", O_RDONLY, EACCES },
        { "site/index.md", O_RDWR, EPERM },        { "/etc/passwd", O_RDONLY, EACCES },
        { ".", O_RDONLY | O_DIRECTORY, EACCES },
    };

    (void)state;
    check(SANDBOX_BUILDER, "site/keys", attempts, COUNT(attempts));
}

static void
test_zones_are_the_builders(void **state)
{
    static const struct attempt attempts[] = { { "/usr/share/zoneinfo", O_RDONLY | O_DIRECTORY, 0 } };

    (void)state;
    if (access("/usr/share/zoneinfo", F_OK) != 0)
        skip();
    check(SANDBOX_BUILDER, "certs", attempts, COUNT(attempts));
}

/* S4: a root that is replaced is read to the end by its descriptor; what has its name now is another site. */
static int
read_swapped(int ready, int go)
{
    struct error error;
    int root = open("site", O_RDONLY | O_DIRECTORY), here = open(".", O_RDONLY | O_DIRECTORY);
    struct sandbox_reach reach = { &root, 1, NULL };
    char byte = 's';

    if (!sandbox_enter(SANDBOX_WORKER, SANDBOX_ON, &reach, &error))
        return 100;
    if (write(ready, &byte, 1) != 1 || read(go, &byte, 1) != 1)
        return 101;
    if (open_error(root, "sub/page.md", O_RDONLY) != 0)
        return 1;
    return open_error(here, "site/index.md", O_RDONLY) == EACCES ? 0 : 2;
}

static void
test_root_that_is_swapped(void **state)
{
    int ready[2], go[2], status;
    char byte;
    pid_t pid;

    (void)state;
    if (!is_confined())
        skip();
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(go), 0);
    pid = fork();
    if (pid == 0) {
        close(ready[0]);
        close(go[1]);
        _exit(read_swapped(ready[1], go[0]));
    }
    close(ready[1]);
    close(go[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(rename("site", "old"), 0);
    assert_int_equal(rename("next", "site"), 0);
    assert_int_equal(write(go[1], &byte, 1), 1);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    close(ready[0]);
    close(go[1]);
}

static void
test_converter(void **state)
{
    static const struct attempt attempts[] = {
        { "site/index.md", O_RDONLY, EPERM },
        { "/etc/passwd", O_RDONLY, EPERM },
    };

    (void)state;
    check(SANDBOX_CONVERTER, "certs", attempts, COUNT(attempts));
}

/* What a build with sanitizers, or a system without it, says to whoever insists. */
static void
test_insisting(void **state)
{
    struct error error = { "" };

    (void)state;
    assert_true(sandbox_possible(SANDBOX_AUTO, &error) && sandbox_possible(SANDBOX_LOG, &error) &&
                sandbox_possible(SANDBOX_OFF, &error));
    if (!is_confined()) {
        assert_false(sandbox_possible(SANDBOX_ON, &error));
        assert_non_null(strstr(error.text, "sandbox: auto"));
    }
    assert_true(sandbox_enter(SANDBOX_WORKER, SANDBOX_OFF, NULL, &error));
    assert_int_equal(open_error(AT_FDCWD, "/etc/passwd", O_RDONLY), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_worker, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_worker_with_the_keys_in_its_site, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_builder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_zones_are_the_builders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_root_that_is_swapped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_converter, set_up, tear_down),
        cmocka_unit_test(test_insisting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
