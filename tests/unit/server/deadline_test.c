/* deadline_test.c - deadlines pass in order, and stopped ones never. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "server/deadline.h"

static struct deadline *passed[4];
static size_t passed_count;
static struct event_base *base;

static void
on_passed(struct deadline *deadline)
{
    assert_null(deadline->queue);
    passed[passed_count++] = deadline;
    if (passed_count == 2)
        event_base_loopbreak(base);
}

static void
test_order(void **state)
{
    struct deadline_queue shorter, longer;
    struct deadline one = { .queue = NULL }, two = one, three = one, stopped = one;

    (void)state;
    passed_count = 0;
    base = event_base_new();
    deadline_queue_init(&shorter, base, 1, on_passed);
    deadline_queue_init(&longer, base, 3600 * 1000, on_passed);
    deadline_start(&shorter, &stopped);
    deadline_start(&shorter, &one);
    deadline_start(&shorter, &three);
    deadline_start(&shorter, &two);
    deadline_start(&longer, &three); /* moved: it no longer belongs to the first queue */
    deadline_stop(&stopped);
    deadline_stop(&stopped); /* harmless */
    event_base_dispatch(base);
    assert_int_equal(passed_count, 2);
    assert_ptr_equal(passed[0], &one);
    assert_ptr_equal(passed[1], &two);
    assert_ptr_equal(deadline_first(&longer), &three);
    assert_null(deadline_first(&shorter));
    deadline_stop(&three);
    deadline_queue_clear(&shorter);
    deadline_queue_clear(&longer);
    event_base_free(base);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_order) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
