/* export_record_test.c - what is ours stays known, what is not is never named. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "command/export_record.h"

static const struct stat status = { .st_size = 5, .st_mtim = { 7, 9 } };

static bool
collect(void *context, const char *path)
{
    buffer_format(context, "%s;", path);
    return true;
}

static void
assert_text(struct buffer *found, const char *expected)
{
    char *text = buffer_take(found);

    assert_string_equal(text != NULL ? text : "", expected);
    free(text);
}

/* What is read, which path is then part of the export and whether it was written, what is stale, what is left. */
static const struct {
    const char *name, *text, *path;
    bool written;
    const char *stale, *left;
} cases[] = {
    { "the first export", "", "a", true, "", "5 7 9 a\n" },
    { "the same again", "5 7 9 a\n", "a", false, "", "5 7 9 a\n" },
    { "written anew", "1 1 1 a\n", "a", true, "", "5 7 9 a\n" },
    { "no more", "5 7 9 a b\n1 2 3 c\n", "c", false, "a b;", "1 2 3 c\n" },
    { "was there before us", "", "a", false, "", "" },
    { "twice", "5 7 9 a\n1 1 1 a\n", "b", true, "a;", "5 7 9 b\n" },
    { "no lines of ours", "x\n1 2\n1 2 3 \n-1 2 3 a\n1 2 x a\n\n", "b", true, "", "5 7 9 b\n" },
    { "a name that breaks lines", "", "a\nb", true, "", "" },
};

static void
test_records(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct export_record *record = export_record_new(slice_of(cases[i].text));
        struct buffer found = { 0 };

        export_record_note(record, slice_of(cases[i].path), &status, cases[i].written);
        export_record_stale(record, collect, &found);
        assert_text(&found, cases[i].stale);
        export_record_write(record, &found);
        assert_text(&found, cases[i].left);
        export_record_free(record);
    }
}

static void
test_owned(void **state)
{
    struct export_record *record = export_record_new(slice_of("5 7 9 a\n6 7 9 size\n5 8 9 time\n5 7 8 parts\n"));

    (void)state;
    assert_true(export_record_owns(record, slice_of("a"), &status));
    assert_false(export_record_owns(record, slice_of("size"), &status));
    assert_false(export_record_owns(record, slice_of("time"), &status));
    assert_false(export_record_owns(record, slice_of("parts"), &status));
    assert_false(export_record_owns(record, slice_of("none"), &status));
    export_record_free(record);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_owned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
