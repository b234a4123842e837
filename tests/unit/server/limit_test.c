/* Caps and rates: who is counted, who asks too fast, and who is forgotten. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "server/limit.h"

static const struct rate rate = { .requests = 10, .burst = 3 };

static struct address
client(unsigned char number)
{
    return (struct address){ { 0x20, 0x01, 0x0d, 0xb8, [7] = number } };
}

static void
test_connections_are_counted(void **state)
{
    struct limit *limit = limit_new();
    struct address one = client(1), other = client(2);

    (void)state;
    assert_int_equal(limit_enter(limit, &one), 1);
    assert_int_equal(limit_enter(limit, &one), 2);
    assert_int_equal(limit_enter(limit, &other), 1);
    assert_int_equal(limit_count(limit), 2);
    limit_leave(limit, &one);
    limit_leave(limit, &one);
    limit_leave(limit, &other);
    assert_int_equal(limit_count(limit), 0);
    limit_free(limit);
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
    struct limit *limit = limit_new();
    struct address one = client(1), other = client(2);

    (void)state;
    limit_enter(limit, &one);
    limit_enter(limit, &other);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        unsigned wait = limit_ask(limit, &one, &rate, asked[i].at);

        if (wait != asked[i].wait)
            fail_msg("request %zu at %d ms: expected %u, got %u", i, (int)asked[i].at, asked[i].wait, wait);
    }
    assert_int_equal(limit_ask(limit, &other, &rate, 9000), 0);
    limit_free(limit);
}

static void
test_seconds_to_wait(void **state)
{
    static const struct rate slow = { .requests = 1, .burst = 1 }, any = { .requests = 0, .burst = 1 };
    struct limit *limit = limit_new();
    struct address one = client(1);

    (void)state;
    limit_enter(limit, &one);
    for (int i = 0; i < 10; i++)
        assert_int_equal(limit_ask(limit, &one, &any, 1000), 0);
    assert_int_equal(limit_ask(limit, &one, &slow, 1000), 0);
    assert_int_equal(limit_ask(limit, &one, &slow, 1000), 1);
    assert_int_equal(limit_ask(limit, &one, &slow, 1999), 1);
    assert_int_equal(limit_ask(limit, &one, &slow, 2000), 0);
    limit_free(limit);
}

/* A client cannot get a new burst by closing its connection, and is forgotten once it has it again. */
static void
test_memory_of_rates(void **state)
{
    struct limit *limit = limit_new();
    struct address one = client(1);

    (void)state;
    limit_enter(limit, &one);
    for (int i = 0; i < 3; i++)
        assert_int_equal(limit_ask(limit, &one, &rate, 1000), 0);
    limit_leave(limit, &one);
    for (int i = 0; i < 5000; i++)
        limit_tidy(limit, 1299);
    assert_int_equal(limit_count(limit), 1);
    limit_enter(limit, &one);
    assert_int_equal(limit_ask(limit, &one, &rate, 1000), 1);
    for (int i = 0; i < 5000; i++)
        limit_tidy(limit, 1300);
    assert_int_equal(limit_count(limit), 1);
    limit_leave(limit, &one);
    for (int i = 0; i < 5000; i++)
        limit_tidy(limit, 1300);
    assert_int_equal(limit_count(limit), 0);
    limit_free(limit);
}

static void
test_limit_holds_many(void **state)
{
    struct limit *limit = limit_new();
    struct address address = client(0);

    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        address.bytes[6] = (unsigned char)(i >> 8);
        address.bytes[7] = (unsigned char)i;
        assert_int_equal(limit_enter(limit, &address), 1);
    }
    assert_int_equal(limit_count(limit), 20000);
    limit_free(limit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_connections_are_counted),
        cmocka_unit_test(test_limit_holds_many),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_seconds_to_wait),
        cmocka_unit_test(test_memory_of_rates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
