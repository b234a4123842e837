/* option_test.c - words and flags in every order, and each way to get them wrong. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "config/option.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define MOST_WORDS   8

static const struct option_row rows[] = {
    { "--host", "NAME", true, "a name" },    { "--workers", "N", false, "a number" },
    { "--config", "FILE", false, "a file" }, { "--no-watch", NULL, false, "a switch" },
    { "-o", "FILE", false, "a short one" },  { NULL, NULL, false, NULL },
};

static const struct {
    const char *name;
    const char *words[MOST_WORDS];
    const char *result; /* the words, then each flag with its values; or the error */
} cases[] = {
    { "nothing", { NULL }, "" },
    { "a word", { "site" }, "site" },
    { "a flag and its value", { "--workers", "2" }, "--workers=2" },
    { "joined by =", { "--workers=2" }, "--workers=2" },
    { "an empty value", { "--config=" }, "--config=" },
    { "an empty word as value", { "--config", "" }, "--config=" },
    { "a value with =", { "--config=a=b" }, "--config=a=b" },
    { "a word between flags", { "--workers", "2", "site", "--no-watch" }, "site --workers=2 --no-watch" },
    { "many", { "--host", "a", "--host=b" }, "--host=a --host=b" },
    { "a dash is a word", { "-" }, "-" },
    { "a dash as value", { "-o", "-" }, "-o=-" },
    { "-- ends the flags", { "--", "--host" }, "--host" },
    { "a value that looks like a flag", { "--config=--host" }, "--config=--host" },
    { "no value", { "--host" }, "! --host needs a value: --host NAME" },
    { "a flag in place of the value", { "--host", "--no-watch" }, "! --host needs a value: --host NAME" },
    { "a value for a switch", { "--no-watch=yes" }, "! --no-watch takes no value" },
    { "twice", { "--workers", "1", "--workers", "2" }, "! --workers is given twice" },
    { "misspelt", { "--worker", "2" }, "! unknown option \"--worker\"; did you mean --workers?" },
    { "letters swapped", { "--hots=x" }, "! unknown option \"--hots\"; did you mean --host?" },
    { "like nothing", { "--frobnicate" }, "! unknown option \"--frobnicate\"" },
    { "a word too many", { "a", "b" }, "! one word too many: \"b\"; quote a name that holds spaces" },
};

static void
add_flags(const struct options *options, struct buffer *out)
{
    for (const struct option_row *row = rows; row->name != NULL; row++)
        for (size_t i = 0; i < options_value_count(options, row->name); i++) {
            const char *value = options_value_at(options, row->name, i);

            buffer_add_text(out, out->length > 0 ? " " : "");
            buffer_add_text(out, row->name);
            if (value != NULL)
                buffer_format(out, "=%s", value);
        }
}

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *words[MOST_WORDS] = { NULL };
        struct buffer got = { 0 };
        struct error error = { "" };
        struct options *options;
        int count = 0;

        for (; cases[i].words[count] != NULL; count++)
            words[count] = slice_copy(slice_of(cases[i].words[count]));
        options = options_read(rows, count, words, 1, &error);
        if (options != NULL) {
            buffer_add_text(&got, options_word(options, 0));
            add_flags(options, &got);
        } else {
            buffer_format(&got, "! %s", error.text);
        }
        if (!slice_is(buffer_slice(&got), cases[i].result))
            fail_msg("%s: `%.*s` instead of `%s`", cases[i].name, (int)got.length, got.bytes, cases[i].result);
        options_free(options);
        buffer_clear(&got);
        for (int k = 0; k < count; k++)
            free(words[k]);
    }
}

static void
test_last_value_wins(void **state)
{
    char first[] = "--host=a", second[] = "--host=b";
    char *const words[] = { first, second };
    struct error error;
    struct options *options = options_read(rows, 2, words, 0, &error);

    (void)state;
    assert_non_null(options);
    assert_string_equal(options_value(options, "--host"), "b");
    assert_null(options_value(options, "--config"));
    assert_null(options_value_at(options, "--host", 2));
    assert_null(options_word(options, 0));
    assert_int_equal(options_word_count(options), 0);
    assert_true(options_has(options, "--host"));
    assert_false(options_has(options, "--no-watch"));
    options_free(options);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_last_value_wins) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
