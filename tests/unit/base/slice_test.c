/* slice_test.c - questions about bytes, most of all at their ends. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/slice.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
test_ranges(void **state)
{
    struct slice text = slice_of("abc"), nothing = slice_of(NULL);

    (void)state;
    assert_true(slice_is(slice_range(text, 1, 2), "b"));
    assert_true(slice_is(slice_range(text, 1, 99), "bc"));
    assert_true(slice_is(slice_range(text, 2, 1), ""));
    assert_true(slice_is(slice_from(text, 99), ""));
    assert_true(slice_is(slice_from(nothing, 1), ""));
    assert_true(slice_equal(nothing, slice_of("")));
}

static void
test_compare(void **state)
{
    (void)state;
    assert_true(slice_compare(slice_of("a"), slice_of("b")) < 0);
    assert_true(slice_compare(slice_of("ab"), slice_of("a")) > 0);
    assert_true(slice_compare(slice_of("\xff"), slice_of("a")) > 0);
    assert_true(slice_compare(slice_of(""), slice_of(NULL)) == 0);
    assert_true(slice_is_nocase(slice_of("TeA"), "tEa"));
    assert_false(slice_is_nocase(slice_of("\xc3\x89"), "\xc3\xa9"));
    assert_true(slice_starts(slice_of("gemini:"), "gemini"));
    assert_false(slice_starts(slice_of("gem"), "gemini"));
    assert_true(slice_starts_nocase(slice_of("URL:x"), "url:"));
    assert_true(slice_ends(slice_of("a.md"), ".md"));
    assert_false(slice_ends(slice_of("md"), ".md"));
    assert_true(slice_ends_nocase(slice_of("a.MD"), ".md"));
}

static void
test_find(void **state)
{
    struct slice text = SLICE("a\0b,c,d");

    (void)state;
    assert_int_equal(slice_find(text, "c,"), 4);
    assert_int_equal(slice_find(text, "x"), SLICE_NONE);
    assert_int_equal(slice_find(text, ""), 0);
    assert_int_equal(slice_find_byte(text, '\0'), 1);
    assert_int_equal(slice_find_byte(text, ','), 3);
    assert_int_equal(slice_find_last_byte(text, ','), 5);
    assert_int_equal(slice_find_any(text, "bc"), 2);
    assert_int_equal(slice_find_none(text, "ab"), 1);
    assert_int_equal(slice_find_none(slice_of("aa"), "a"), SLICE_NONE);
    assert_int_equal(slice_find_byte(slice_of(NULL), 'a'), SLICE_NONE);
    assert_int_equal(slice_find(slice_of(NULL), "a"), SLICE_NONE);
}

static void
test_trim(void **state)
{
    (void)state;
    assert_true(slice_is(slice_trim(slice_of(" \t\r\n\v\f a b \n")), "a b"));
    assert_true(slice_is(slice_trim_left(slice_of(" a ")), "a "));
    assert_true(slice_is(slice_trim_right(slice_of(" a ")), " a"));
    assert_true(slice_is_blank(slice_of(" \n")));
    assert_true(slice_is_blank(slice_of(NULL)));
    assert_false(slice_is_blank(slice_of("\xc2\xa0")));
}

static const struct {
    const char *text;
    const char *lines[4];
} line_cases[] = {
    { "", { NULL } },
    { "a", { "a" } },
    { "a\n", { "a" } },
    { "a\r\nb", { "a", "b" } },
    { "\n\n", { "", "" } },
    { "a\rb\r\r\n", { "a\rb\r" } },
    { "a\n\nb\n", { "a", "", "b" } },
};

static void
test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(line_cases); i++) {
        struct slice rest = slice_of(line_cases[i].text), line;
        size_t k = 0;

        for (; slice_take_line(&rest, &line); k++)
            if (line_cases[i].lines[k] == NULL || !slice_is(line, line_cases[i].lines[k]))
                fail_msg("`%s`: line %zu is `%.*s`", line_cases[i].text, k, (int)line.length, line.bytes);
        assert_null(line_cases[i].lines[k]);
    }
}

static const struct {
    const char *text;
    unsigned long limit;
    bool valid;
    unsigned long number;
} numbers[] = {
    { "0", 0, true, 0 },
    { "65535", 65535, true, 65535 },
    { "65536", 65535, false, 0 },
    { "007", 10, true, 7 },
    { "10", 9, false, 0 },
    { "9", 8, false, 0 },
    { "", 9, false, 0 },
    { "+1", 9, false, 0 },
    { "-1", 9, false, 0 },
    { " 1", 9, false, 0 },
    { "1 ", 9, false, 0 },
    { "18446744073709551615", (unsigned long)-1, true, (unsigned long)-1 },
    { "18446744073709551616", (unsigned long)-1, false, 0 },
    { "99999999999999999999999", (unsigned long)-1, false, 0 },
};

static void
test_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        unsigned long number = 0;

        if (slice_to_number(slice_of(numbers[i].text), numbers[i].limit, &number) != numbers[i].valid ||
            number != numbers[i].number)
            fail_msg("`%s` up to %lu: %lu", numbers[i].text, numbers[i].limit, number);
    }
}

/* The classes hold ASCII only, whatever the sign of char. */
static void
test_classes(void **state)
{
    (void)state;
    for (int byte = -128; byte < 0; byte++) {
        char c = (char)byte;

        assert_false(byte_is_space(c) || byte_is_alnum(c) || byte_is_hex(c));
        assert_int_equal(byte_lower(c), c);
    }
    assert_true(byte_is_space('\v') && byte_is_hex('F') && byte_is_letter('Z') && byte_is_digit('9'));
    assert_false(byte_is_space('\0') || byte_is_hex('g') || byte_is_letter('[') || byte_is_letter('`'));
    assert_int_equal(byte_lower('Z'), 'z');
}

static void
test_copy(void **state)
{
    char *copy = slice_copy(slice_of(NULL));

    (void)state;
    assert_string_equal(copy, "");
    free(copy);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges),  cmocka_unit_test(test_compare), cmocka_unit_test(test_find),
        cmocka_unit_test(test_trim),    cmocka_unit_test(test_lines),   cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_classes), cmocka_unit_test(test_copy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
