/* The datagrams that systemd gets, by both kinds of address, and silence without one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "server/notify.h"

/* A bound socket whose address has FIRST as its first byte: '@' stands for the abstract name space. */
static int
listen_at(char first, char *path, size_t size)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    int length = snprintf(path, size, "%ctmp/capsule-notify-%d", first, (int)getpid());

    memcpy(address.sun_path, path, (size_t)length);
    if (first == '@')
        address.sun_path[0] = '\0';
    assert_int_equal(
        bind(fd, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)length)), 0);
    return fd;
}

static void
test_both_kinds_of_address(void **state)
{
    static const char kinds[] = { '/', '@' };

    (void)state;
    for (size_t i = 0; i < sizeof kinds; i++) {
        char path[64], text[64] = "";
        int fd = listen_at(kinds[i], path, sizeof path);

        setenv("NOTIFY_SOCKET", path, 1);
        notify("READY=1");
        assert_int_equal(recv(fd, text, sizeof text - 1, 0), 7);
        assert_string_equal(text, "READY=1");
        close(fd);
        if (kinds[i] == '/')
            unlink(path);
    }
}

static void
test_nobody_listens(void **state)
{
    char longest[200];

    (void)state;
    memset(longest, '/', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    unsetenv("NOTIFY_SOCKET");
    notify("READY=1");
    setenv("NOTIFY_SOCKET", "/nowhere/socket", 1);
    notify("READY=1");
    setenv("NOTIFY_SOCKET", longest, 1);
    notify("READY=1");
}

/* Half of the time, and only for the process that is meant. */
static void
test_watchdog_interval(void **state)
{
    char own[24];

    (void)state;
    snprintf(own, sizeof own, "%d", (int)getpid());
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
    assert_int_equal(notify_watchdog(), 0);
    setenv("WATCHDOG_USEC", "15000000", 1);
    assert_int_equal(notify_watchdog(), 7500);
    setenv("WATCHDOG_PID", own, 1);
    assert_int_equal(notify_watchdog(), 7500);
    setenv("WATCHDOG_PID", "1", 1);
    assert_int_equal(notify_watchdog(), 0);
    setenv("WATCHDOG_PID", own, 1);
    setenv("WATCHDOG_USEC", "soon", 1);
    assert_int_equal(notify_watchdog(), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_watchdog_interval),
        cmocka_unit_test(test_both_kinds_of_address),
        cmocka_unit_test(test_nobody_listens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
