#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "builder/batch.h"

#include <stdlib.h>

#define KIB ((size_t)1 << 10)

enum { PAGES_MAX = 10000 };

/* Pages of one size, but for one of another size or verdict. */
static const struct {
    const char *name;
    size_t count, bytes;
    size_t odd, odd_bytes;
    enum bounds_verdict odd_verdict;
    size_t want_count;
    size_t want[5]; /* pages per batch */
} cases[] = {
    { "none", 0, 0, 0, 0, BOUNDS_KEPT, 0, { 0 } },
    { "a few", 3, KIB, 0, KIB, BOUNDS_KEPT, 1, { 3 } },
    { "64 pages fill a batch", 130, 10, 0, 10, BOUNDS_KEPT, 3, { 64, 64, 2 } },
    { "256 KiB fill a batch", 5, 128 * KIB, 0, 128 * KIB, BOUNDS_KEPT, 3, { 2, 2, 1 } },
    { "a sixteenth of a large site", 1280, 10, 0, 10, BOUNDS_KEPT, 16, { 80, 80, 80, 80, 80 } },
    { "never more than 256", 10000, 10, 0, 10, BOUNDS_KEPT, 40, { 256, 256, 256, 256, 256 } },
    { "1 MiB then fills a batch", 10000, 8 * KIB, 0, 8 * KIB, BOUNDS_KEPT, 79, { 128, 128, 128, 128, 128 } },
    { "a suspicious one stands alone", 5, KIB, 2, KIB, BOUNDS_SUSPICIOUS, 3, { 2, 1, 2 } },
    { "a refused one stands alone", 3, KIB, 0, KIB, BOUNDS_BROKEN, 2, { 1, 2 } },
    { "a large one stands alone", 3, KIB, 1, 300 * KIB, BOUNDS_SUSPICIOUS, 3, { 1, 1, 1 } },
};

static void
check_row(size_t row)
{
    struct batch_page pages[PAGES_MAX];
    struct batch *batches;
    size_t count, first = 0;

    for (size_t i = 0; i < cases[row].count; i++)
        pages[i] = (struct batch_page){ cases[row].bytes, BOUNDS_KEPT };
    if (cases[row].count > 0)
        pages[cases[row].odd] = (struct batch_page){ cases[row].odd_bytes, cases[row].odd_verdict };
    batches = batches_make(pages, cases[row].count, &count);
    if (count != cases[row].want_count)
        fail_msg("%s: %zu batches, expected %zu", cases[row].name, count, cases[row].want_count);
    for (size_t i = 0; i < count && i < 5; i++) {
        if (batches[i].first != first || batches[i].count != cases[row].want[i])
            fail_msg("%s: batch %zu has %zu pages from %zu, expected %zu from %zu", cases[row].name, i,
                     batches[i].count, batches[i].first, cases[row].want[i], first);
        assert_int_equal(batches[i].conversion, pages[first].verdict == BOUNDS_BROKEN ? CONVERT_SOURCE : CONVERT_PAGE);
        first += batches[i].count;
    }
    free(batches);
}

static void
test_division(void **state)
{
    (void)state;
    for (size_t row = 0; row < sizeof(cases) / sizeof(cases[0]); row++)
        check_row(row);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_division),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
