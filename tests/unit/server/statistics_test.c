/* statistics_test.c - counts add up, and survive who has counted. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/statistics.h"

static uint64_t
total_of(const struct statistics *statistics, unsigned which)
{
    uint64_t totals[STATISTIC_COUNT];

    statistics_total(statistics, totals);
    return totals[which];
}

static void
test_classes_and_buckets(void **state)
{
    static const struct {
        unsigned status;
        int64_t milliseconds;
        unsigned class, bucket;
    } cases[] = {
        { 0, 0, 0, 0 },  { 20, 1, 2, 0 },      { 51, 2, 5, 1 },      { 44, 3, 4, 2 },
        { 31, 5, 3, 3 }, { 59, 32768, 5, 15 }, { 62, 32769, 6, 16 }, { 999, INT64_MAX / 4, 0, 16 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error;
        struct statistics *statistics = statistics_new(&error);

        assert_non_null(statistics);
        statistics_add_request(statistics_own(statistics), STATISTIC_GOPHER, cases[i].status, cases[i].milliseconds);
        assert_int_equal(total_of(statistics, STATISTIC_GOPHER + cases[i].class), 1);
        assert_int_equal(total_of(statistics, STATISTIC_LATENCY + cases[i].bucket), 1);
        assert_int_equal(total_of(statistics, STATISTIC_LATENCY_SUM), cases[i].milliseconds);
        statistics_free(statistics);
    }
}

/* A worker that counts COUNT requests, keeps three connections open, and dies. */
static pid_t
run_worker(const struct statistics *statistics, int count)
{
    pid_t pid = fork();

    if (pid == 0) {
        struct statistics_slot *slot = statistics_claim(statistics_descriptor(statistics));

        for (int i = 0; i < count; i++)
            statistics_add_request(slot, STATISTIC_GEMINI, 20, 4);
        statistics_add(slot, STATISTIC_OPEN, 4);
        statistics_add(slot, STATISTIC_OPEN, -1);
        _exit(slot == NULL);
    }
    return pid;
}

static void
test_workers_come_and_go(void **state)
{
    struct error error;
    struct statistics *statistics = statistics_new(&error);

    (void)state;
    assert_non_null(statistics);
    for (int round = 1; round <= 3; round++) {
        pid_t one = run_worker(statistics, 1000), other = run_worker(statistics, 500);
        int status;

        assert_int_equal(waitpid(one, &status, 0), one);
        assert_int_equal(status, 0);
        assert_int_equal(waitpid(other, &status, 0), other);
        assert_int_equal(status, 0);
        assert_int_equal(total_of(statistics, STATISTIC_OPEN), 6);
        statistics_release(statistics, one);
        statistics_release(statistics, other);
        assert_int_equal(total_of(statistics, STATISTIC_OPEN), 0);
        assert_int_equal(total_of(statistics, STATISTIC_GEMINI + 2), round * 1500);
    }
    statistics_free(statistics);
}

static void
test_nothing_to_count_in(void **state)
{
    (void)state;
    statistics_add(NULL, STATISTIC_BYTES, 1);
    statistics_release(NULL, 1);
    statistics_free(NULL);
    assert_int_equal(statistics_descriptor(NULL), -1);
    assert_null(statistics_claim(-1));
}

static void
test_every_counter_has_a_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < STATISTIC_COUNT; i++) {
        assert_non_null(statistic_names[i].name);
        assert_non_null(statistic_names[i].labels);
        assert_true(strlen(statistic_names[i].help) > 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classes_and_buckets),
        cmocka_unit_test(test_workers_come_and_go),
        cmocka_unit_test(test_nothing_to_count_in),
        cmocka_unit_test(test_every_counter_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
