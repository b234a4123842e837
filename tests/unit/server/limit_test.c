/* Caps: who is counted, here and together with other workers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "server/limit.h"

static struct address
client(unsigned char number)
{
    return (struct address){ { 0x20, 0x01, 0x0d, 0xb8, [7] = number } };
}

static void
test_connections_are_counted(void **state)
{
    struct limit *limit = limit_new(NULL);
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
test_other_workers_count(void **state)
{
    struct error error;
    struct crowd *all = crowd_new(&error),
                 *crowds[] = { crowd_join(crowd_descriptor(all)), crowd_join(crowd_descriptor(all)) };
    struct limit *here = limit_new(crowds[0]), *there = limit_new(crowds[1]);
    struct address one = client(1), other = client(2);

    (void)state;
    assert_int_equal(limit_enter(here, &one), 1);
    assert_int_equal(limit_enter(there, &one), 2);
    assert_int_equal(limit_enter(there, &one), 3);
    assert_int_equal(limit_enter(here, &other), 1);
    limit_leave(there, &one);
    assert_int_equal(limit_enter(here, &one), 3);
    limit_leave(here, &one);
    limit_leave(here, &one);
    assert_int_equal(limit_enter(there, &one), 2);
    limit_free(here);
    limit_free(there);
    crowd_free(crowds[0]);
    crowd_free(crowds[1]);
    crowd_free(all);
}

static void
test_limit_holds_many(void **state)
{
    struct limit *limit = limit_new(NULL);
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
        cmocka_unit_test(test_other_workers_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
