/* sort_test.c - orders of all kinds against the order that must come out. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/sort.h"

#include <stdlib.h>

/* COME tells equal ones apart. */
struct thing {
    unsigned key, come;
};

static int
compare_things(const void *one, const void *other)
{
    const struct thing *left = one, *right = other;

    return (left->key > right->key) - (left->key < right->key);
}

static unsigned
key_forwards(unsigned at, unsigned count)
{
    return (void)count, at;
}

static unsigned
key_backwards(unsigned at, unsigned count)
{
    return count - at;
}

static unsigned
key_equal(unsigned at, unsigned count)
{
    return (void)at, (void)count, 7;
}

static unsigned
key_in_runs(unsigned at, unsigned count)
{
    return at % (count / 3 + 1);
}

static unsigned
key_scattered(unsigned at, unsigned count)
{
    return at * 2654435761u % (count / 2 + 1);
}

static unsigned (*const orders[])(unsigned at, unsigned count) = { key_forwards, key_backwards, key_equal, key_in_runs,
                                                                   key_scattered };

static void
expect_sorted(size_t order, unsigned count)
{
    struct thing *things = calloc(count + 1, sizeof(*things));
    void **items = calloc(count + 1, sizeof(*items));

    for (unsigned i = 0; i < count; i++) {
        things[i] = (struct thing){ orders[order](i, count), i };
        items[i] = &things[i];
    }
    sort_runs(items, count, compare_things);
    for (unsigned i = 1; i < count; i++) {
        const struct thing *one = items[i - 1], *other = items[i];

        if (one->key > other->key || (one->key == other->key && one->come >= other->come))
            fail_msg("order %zu of %u: %u:%u stands before %u:%u", order, count, one->key, one->come, other->key,
                     other->come);
    }
    free(items);
    free(things);
}

static void
test_every_order_is_sorted(void **state)
{
    (void)state;
    for (size_t order = 0; order < sizeof(orders) / sizeof(orders[0]); order++)
        for (unsigned count = 0; count < 70; count++)
            expect_sorted(order, count);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_order_is_sorted) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
