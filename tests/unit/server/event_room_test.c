/* event_room_test.c - what is done for descriptors that do not exist yet leaves no trace but what libevent remembers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include "server/event_room.h"

static void
on_nothing(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what, (void)argument;
}

static void
test_run(void **state)
{
    struct event_base *base = event_base_new();
    int ends[2], known, next;
    size_t before;
    struct event *event;

    (void)state;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    known = event_room_make(base, ends[0], 0);
    assert_true(known > ends[0]);
    assert_int_equal(event_room_make(base, ends[0], known), known);
    next = fcntl(ends[0], F_DUPFD_CLOEXEC, ends[1] + 1);
    assert_int_equal(next, ends[1] + 1); /* all of them are closed again */
    assert_int_equal(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED), 0);
    event = event_new(base, next, EV_READ, on_nothing, NULL);
    before = mallinfo2().uordblks;
    event_add(event, NULL);
    assert_int_equal(mallinfo2().uordblks, before);
    event_free(event);
    event_base_free(base);
    close(next);
    close(ends[0]);
    close(ends[1]);
}

/* A process with few descriptors runs out of numbers, and that is all. */
static void
test_no_more_numbers(void **state)
{
    struct event_base *base = event_base_new();
    struct rlimit few = { 64, 64 };
    int ends[2];

    (void)state;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    assert_true(event_room_make(base, ends[0], 0) > 64);
    event_base_free(base);
    close(ends[0]);
    close(ends[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run),
        cmocka_unit_test(test_no_more_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
