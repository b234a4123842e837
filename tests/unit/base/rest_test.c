/* rest_test.c - files that somebody writes while they are read. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rest.h"

#define NOBODY 65534

static char path[] = "/tmp/capsule-rest-XXXXXX";

static int
open_file(int flags)
{
    int fd = open(path, flags | O_CLOEXEC);

    assert_true(fd >= 0);
    return fd;
}

static void
change(const char *text)
{
    int fd = open_file(O_WRONLY | O_TRUNC);

    assert_true(write(fd, text, 4) == 4);
    close(fd);
}

/* Begins once the last change is so old that times tell of the next one. */
static void
begin_unheld(struct rest *rest, int fd)
{
    for (;;) {
        assert_true(rest_begin(rest, fd));
        if (!rest->held)
            return;
        assert_true(rest_end(rest, fd));
    }
}

static void
test_writer(void **state)
{
    int fd = open_file(O_RDONLY), writer = open_file(O_WRONLY);
    struct rest rest;

    (void)state;
    change("tea\n");
    assert_false(rest_begin(&rest, fd));
    assert_int_equal(errno, EBUSY);
    close(writer);
    assert_true(rest_begin(&rest, fd));
    assert_true(rest_end(&rest, fd));
    close(fd);
}

/* Nobody waits for a reader: the file may be opened for writing, without waiting, while it is read. */
static void
test_change_while_reading(void **state)
{
    int fd = open_file(O_RDONLY), writer;
    struct rest rest;

    (void)state;
    change("tea\n");
    begin_unheld(&rest, fd);
    writer = open_file(O_WRONLY | O_NONBLOCK);
    assert_true(rest_end(&rest, fd));
    assert_true(write(writer, "cake", 4) == 4);
    assert_false(rest_end(&rest, fd));
    close(writer);
    close(fd);
}

/* What was changed within the same tick of the clock has the same times: so a writer waits, and is not overlooked. */
static void
test_change_within_a_tick(void **state)
{
    int fd = open_file(O_RDONLY);
    struct rest rest = { .held = false };

    (void)state;
    while (!rest.held) { /* a slow machine may be too late */
        change("tea\n");
        assert_true(rest_begin(&rest, fd));
    }
    assert_int_equal(open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC), -1);
    assert_int_equal(errno, EWOULDBLOCK);
    assert_false(rest_end(&rest, fd));
    close(open_file(O_WRONLY | O_NONBLOCK));
    close(fd);
}

static int
set_rights(const char *name)
{
    return chmod(name, 0640);
}

static int
set_time_back(const char *name)
{
    struct stat status;
    int fd = open(name, O_WRONLY | O_CLOEXEC);
    int done = fd < 0 || fstat(fd, &status) != 0 || write(fd, "cake", 4) != 4 ||
               futimens(fd, (struct timespec[2]){ status.st_atim, status.st_mtim }) != 0;

    close(fd);
    return done;
}

static const struct {
    const char *name;
    int (*act)(const char *path);
    bool same;
} acts[] = {
    { "other rights", set_rights, true },
    { "time set back", set_time_back, false },
    { "unlinked", unlink, true },
};

static void
test_other_changes(void **state)
{
    struct rest rest;
    int fd = open_file(O_RDONLY);

    (void)state;
    change("tea\n");
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        begin_unheld(&rest, fd);
        assert_int_equal(acts[i].act(path), 0);
        if (rest_end(&rest, fd) != acts[i].same)
            fail_msg("%s", acts[i].name);
    }
    close(fd);
    close(open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644));
}

/* In a process of somebody else: status 0 if the file is not at rest at first, and then is. */
static int
read_as_nobody(void)
{
    struct rest rest;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0 || fd < 0 || rest_begin(&rest, fd) || errno != EBUSY)
        return 1;
    while (!rest_begin(&rest, fd))
        if (errno != EBUSY || poll(NULL, 0, 10) != 0)
            return 2;
    return rest.held || !rest_end(&rest, fd) ? 3 : 0;
}

static void
test_file_of_somebody_else(void **state)
{
    pid_t child;
    int status;

    (void)state;
    if (getuid() != 0)
        skip();
    change("tea\n");
    child = fork();
    if (child == 0)
        _exit(read_as_nobody());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static int
make_file(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 || fchmod(fd, 0644) != 0 || close(fd) != 0;
}

static int
remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writer),
        cmocka_unit_test(test_change_while_reading),
        cmocka_unit_test(test_change_within_a_tick),
        cmocka_unit_test(test_other_changes),
        cmocka_unit_test(test_file_of_somebody_else),
    };

    return cmocka_run_group_tests(tests, make_file, remove_file);
}
