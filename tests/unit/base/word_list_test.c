/* word_list_test.c - words that are and are not in a table. */
#include "base/word_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct row {
    word text;
    int number;
} rows[] = { { "a", 0 }, { "abbr", 1 }, { "b", 2 }, { "blockquote", 3 }, { "blockquotes", 4 }, { "fifteen letters", 5 },
             { "z", 6 } };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *text;
    int number; /* -1: it is not there */
} cases[] = {
    { "a", 0 },
    { "A", 0 },
    { "abbr", 1 },
    { "ABBR", 1 },
    { "b", 2 },
    { "blockquote", 3 },
    { "blockquotes", 4 },
    { "fifteen letters", 5 },
    { "z", 6 },
    { "", -1 },
    { "ab", -1 },
    { "abbrs", -1 },
    { "blockquot", -1 },
    { "zz", -1 },
    { "0", -1 },
    { "\xc3\xa4", -1 },
    { "blockquoter", -1 },
    { "sixteen letters!", -1 },
    { "a\xff", -1 },
};

static void
test_find(void **state)
{
    (void)state;
    for (size_t count = 1; count <= COUNT(rows); count++)
        for (size_t i = 0; i < COUNT(cases); i++) {
            const struct row *row = word_list_find(slice_of(cases[i].text), rows, count, sizeof rows[0]);
            int want = cases[i].number < (int)count ? cases[i].number : -1;

            if ((row != NULL ? row->number : -1) != want)
                fail_msg("\"%s\" of %zu: got %d, want %d", cases[i].text, count, row != NULL ? row->number : -1, want);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_find) };

    return cmocka_run_group_tests_name("word list", tests, NULL, NULL);
}
