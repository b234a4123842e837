/* privileges_test.c - only root can show it: the others are asked that nothing changes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/privileges.h"

static void
test_nothing_to_drop(void **state)
{
    uid_t before = geteuid();
    struct error error = { "" };

    (void)state;
    assert_true(privileges_drop(NULL, &error));
    if (before != 0)
        assert_true(privileges_drop("nobody", &error));
    assert_int_equal(geteuid(), before);
}

static void
test_unknown_user(void **state)
{
    struct error error = { "" };

    (void)state;
    if (geteuid() != 0)
        skip();
    assert_false(privileges_drop("no-such-user", &error));
    assert_string_equal(error.text, "user: there is no user no-such-user");
}

/* The number of what is wrong with the process afterwards, or 0. */
static int
drop(uid_t user, gid_t group)
{
    gid_t groups[64];
    struct error error = { "" };
    uid_t uids[3];
    gid_t gids[3];

    if (!privileges_drop("nobody", &error))
        return 1;
    if (getresuid(&uids[0], &uids[1], &uids[2]) != 0 || getresgid(&gids[0], &gids[1], &gids[2]) != 0)
        return 2;
    for (size_t i = 0; i < 3; i++)
        if (uids[i] != user || gids[i] != group)
            return 3;
    for (int i = getgroups(64, groups); i > 0; i--)
        if (groups[i - 1] == 0)
            return 4;
    return setuid(0) == 0 || setgid(0) == 0 ? 5 : 0;
}

static void
test_drop(void **state)
{
    const struct passwd *entry = getpwnam("nobody");
    int status;
    pid_t pid;

    (void)state;
    if (geteuid() != 0 || entry == NULL)
        skip();
    pid = fork();
    if (pid == 0)
        _exit(setgroups(1, &(gid_t){ 0 }) == 0 ? drop(entry->pw_uid, entry->pw_gid) : 9);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_to_drop),
        cmocka_unit_test(test_unknown_user),
        cmocka_unit_test(test_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
