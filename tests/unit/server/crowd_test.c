/* The clients of all workers: rates hold whoever answers, and a worker's connections end with it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/crowd.h"

#define WORKERS  4
#define REQUESTS 20000

static const struct rate rate = { .requests = 10, .burst = 3 };

static struct crowd *all;

static struct address
client(unsigned number)
{
    return (struct address){
        { 0x20, 0x01, 0x0d,
          0xb8, [5] = (unsigned char)(number >> 16), [6] = (unsigned char)(number >> 8), [7] = (unsigned char)number }
    };
}

static int
set_up(void **state)
{
    struct error error;

    (void)state;
    all = crowd_new(&error);
    return all != NULL ? 0 : 1;
}

static int
tear_down(void **state)
{
    (void)state;
    crowd_free(all);
    return 0;
}

static void
test_rates(void **state)
{
    static const struct {
        int64_t at; /* milliseconds */
        unsigned wait;
    } asked[] = {
        { 5000, 0 }, { 5000, 0 }, { 5000, 0 }, /* the burst */
        { 5000, 1 }, { 5099, 1 },              /* what is refused does not count */
        { 5100, 0 }, { 5100, 1 },              /* one per 100 ms */
        { 9000, 0 }, { 9000, 0 }, { 9000, 0 }, { 9000, 1 },
    };
    struct crowd *crowds[] = { crowd_join(crowd_descriptor(all)), crowd_join(crowd_descriptor(all)) };
    struct address one = client(1), other = client(2);

    (void)state;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        unsigned wait = crowd_ask(crowds[i % 2], &one, &rate, asked[i].at);

        if (wait != asked[i].wait)
            fail_msg("request %zu at %d ms: expected %u, got %u", i, (int)asked[i].at, asked[i].wait, wait);
    }
    assert_int_equal(crowd_ask(crowds[0], &other, &rate, 9000), 0);
    crowd_free(crowds[0]);
    crowd_free(crowds[1]);
}

static void
test_seconds_to_wait(void **state)
{
    static const struct rate slow = { .requests = 1, .burst = 1 }, any = { .requests = 0, .burst = 1 };
    struct address one = client(1);

    (void)state;
    for (int i = 0; i < 10; i++)
        assert_int_equal(crowd_ask(all, &one, &any, 1000), 0);
    assert_int_equal(crowd_ask(all, &one, &slow, 1000), 0);
    assert_int_equal(crowd_ask(all, &one, &slow, 1000), 1);
    assert_int_equal(crowd_ask(all, &one, &slow, 1999), 1);
    assert_int_equal(crowd_ask(all, &one, &slow, 2000), 0);
}

/* Runs WORK(number) in WORKERS processes; the sum of what they return. */
static int
in_workers(int (*work)(unsigned number))
{
    int sum = 0, status;

    for (unsigned i = 0; i < WORKERS; i++)
        if (fork() == 0)
            _exit(work(i));
    while (wait(&status) > 0)
        sum += WEXITSTATUS(status);
    return sum;
}

/* All ask for the same client at the same time: how many were let through. */
static int
ask_often(unsigned number)
{
    static const struct rate slow = { .requests = 1, .burst = 100 };
    struct crowd *crowd = crowd_join(crowd_descriptor(all));
    struct address one = client(7);
    int allowed = 0;

    (void)number;
    for (int i = 0; i < REQUESTS; i++)
        allowed += crowd_ask(crowd, &one, &slow, 1000) == 0;
    return allowed;
}

static void
test_workers_that_ask_at_once_share_a_burst(void **state)
{
    (void)state;
    assert_int_equal(in_workers(ask_often), 100);
}

/* However many ask, the memory stays as large as it is, and those who ask most are remembered. */
static void
test_many_clients(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 300000; i++) {
        struct address one = client(i);

        assert_int_equal(crowd_ask(all, &one, &rate, 1000), 0);
    }
}

static void
test_connections_of_a_dead_worker_are_gone(void **state)
{
    struct address one = client(1), other = client(2);
    struct crowd *crowd = crowd_join(crowd_descriptor(all));
    pid_t worker = fork();
    int status;

    (void)state;
    if (worker == 0) {
        struct crowd *its = crowd_join(crowd_descriptor(all));

        crowd_tell(its, &one, 5);
        crowd_tell(its, &other, 70000);
        crowd_tell(its, &one, 4);
        _exit(0);
    }
    waitpid(worker, &status, 0);
    crowd_tell(crowd, &one, 2);
    assert_int_equal(crowd_elsewhere(crowd, &one), 4);
    assert_int_equal(crowd_elsewhere(crowd, &other), 65535);
    assert_int_equal(crowd_elsewhere(all, &one), 6);
    crowd_release(all, worker);
    assert_int_equal(crowd_elsewhere(crowd, &one), 0);
    crowd_tell(crowd, &one, 0);
    assert_int_equal(crowd_elsewhere(all, &one), 0);
    crowd_free(crowd);
}

/* A table that is full takes no more, and says nothing wrong of those in it. */
static void
test_full_table(void **state)
{
    struct crowd *crowd = crowd_join(crowd_descriptor(all));
    unsigned told = 0;

    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        struct address one = client(i);

        crowd_tell(crowd, &one, 3);
    }
    for (unsigned i = 0; i < 20000; i++) {
        struct address one = client(i);
        unsigned count = crowd_elsewhere(all, &one);

        assert_true(count == 0 || count == 3);
        told += count == 3;
    }
    assert_true(told > 7000 && told <= 8192);
    for (unsigned i = 0; i < 20000; i++) {
        struct address one = client(i);

        crowd_tell(crowd, &one, 0);
        assert_int_equal(crowd_elsewhere(all, &one), 0);
    }
    crowd_free(crowd);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_seconds_to_wait, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_workers_that_ask_at_once_share_a_burst, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_clients, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_connections_of_a_dead_worker_are_gone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_full_table, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
