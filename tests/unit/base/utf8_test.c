/* utf8_test.c - what is UTF-8, and how broken sequences are replaced. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define FFFD         "\xef\xbf\xbd"

static const struct {
    const char *name, *text, *repaired;
} cases[] = {
    { "ASCII", "tea", "tea" },
    { "two to four bytes", "\xc3\xa9\xe8\x8c\xb6\xf0\x9f\x8d\xb5", "\xc3\xa9\xe8\x8c\xb6\xf0\x9f\x8d\xb5" },
    { "the last of all", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf" },
    { "above it", "\xf4\x90\x80\x80", FFFD FFFD FFFD FFFD },
    { "a longer form of /", "\xc0\xaf", FFFD FFFD },
    { "a longer form of three bytes", "\xe0\x80\xaf", FFFD FFFD FFFD },
    { "a surrogate", "\xed\xa0\x80", FFFD FFFD FFFD },
    { "a lone continuation", "\x80x", FFFD "x" },
    { "cut short in the middle", "\xe8\x8cx", FFFD "x" },
    { "cut short at the end", "\xf0\x9f\x8d", FFFD },
    { "0xff",
      "a\xff"
      "b",
      "a" FFFD "b" },
    { "Unicode 3.9, table 3-8", "\x61\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64",
      "a" FFFD FFFD FFFD "b" FFFD "c" FFFD FFFD "d" },
    { "empty", "", "" },
};

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice rest = slice_of(cases[i].text);
        bool valid = true, same = slice_is(rest, cases[i].repaired);
        struct buffer got = { 0 };

        while (rest.length > 0)
            utf8_put(&got, utf8_take(&rest, &valid));
        if (!slice_is(buffer_slice(&got), cases[i].repaired) || valid != same ||
            utf8_valid(slice_of(cases[i].text)) != same)
            fail_msg("%s: `%.*s`, valid %d", cases[i].name, (int)got.length, got.bytes, valid);
        buffer_clear(&got);
    }
}

static void
test_every_code_point(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x10ffff; code_point++) {
        bool valid = true, surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
        struct buffer bytes = { 0 };
        struct slice rest;

        utf8_put(&bytes, code_point);
        rest = buffer_slice(&bytes);
        assert_int_equal(utf8_take(&rest, &valid), surrogate ? UTF8_REPLACEMENT : code_point);
        assert_int_equal(valid, !surrogate);
        buffer_clear(&bytes);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_every_code_point) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
