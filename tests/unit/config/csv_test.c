/* csv_test.c - rows of values with commas or tabs between them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "config/csv.h"

static const struct {
    const char *text;
    char separator;
    const char *want; /* row by row: key=value; or key for null; rows end in | */
} tables[] = {
    { "a,b\n1,2\n3,4\n", ',', "a=1;b=2;|a=3;b=4;|" },
    { "a,b\n1,2", ',', "a=1;b=2;|" },
    { "a,b\r\n1,2\r\n\r\n3,4\r\n", ',', "a=1;b=2;|a=3;b=4;|" },
    { "a\tb\n1,5\t2\n", '\t', "a=1,5;b=2;|" },
    { "a,b\n\"x, \"\"y\"\"\",2\n", ',', "a=x, \"y\";b=2;|" },
    { "a,b\n\"two\nlines\",2\n", ',', "a=two\nlines;b=2;|" },
    { "a,b\n1\n", ',', "a=1;|" },
    { "a,b\n1,2,3\n", ',', "a=1;b=2;|" },
    { "a,b\n,\"\"\n", ',', "a;b=;|" },
    { " a , b \n1, 2\n", ',', "a=1;b= 2;|" },
    { "\xef\xbb\xbf"
      "a\n1\n",
      ',', "a=1;|" },
    { "a\n\"never closed\n2\n", ',', "a=never closed\n2\n;|" },
    { "a\n\"x\"y\n", ',', "a=xy;|" },
    { "a,b\n", ',', "" },
    { "", ',', "" },
    { "\n\n", ',', "" },
};

static void
put_row(const struct yaml *row, struct buffer *out)
{
    for (size_t i = 0; i < yaml_count(row); i++) {
        buffer_add(out, yaml_key(row, i));
        if (yaml_kind(yaml_item(row, i)) == YAML_TEXT)
            buffer_add_byte(out, '=');
        buffer_add(out, yaml_text(yaml_item(row, i)));
        buffer_add_byte(out, ';');
    }
    buffer_add_byte(out, '|');
}

static void
test_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        struct arena *arena = arena_new();
        const struct yaml *list = csv_read(slice_of(tables[i].text), tables[i].separator, arena);
        struct buffer got = { 0 };

        assert_int_equal(yaml_kind(list), YAML_LIST);
        for (size_t row = 0; row < yaml_count(list); row++)
            put_row(yaml_item(list, row), &got);
        if (!slice_is(buffer_slice(&got), tables[i].want))
            fail_msg("\"%s\" gave \"%.*s\", not \"%s\"", tables[i].text, (int)got.length, got.bytes, tables[i].want);
        buffer_clear(&got);
        arena_free(arena);
    }
}

static void
test_rows_know_their_lines(void **state)
{
    struct arena *arena = arena_new();
    const struct yaml *list = csv_read(slice_of("a\n\"x\ny\"\nz\n"), ',', arena);

    (void)state;
    assert_int_equal(yaml_line(yaml_item(list, 0)), 2);
    assert_int_equal(yaml_line(yaml_item(list, 1)), 4);
    arena_free(arena);
}

/* What is too much is left out. */
static void
test_many_values_end(void **state)
{
    struct arena *arena = arena_new();
    struct buffer text = { 0 };

    (void)state;
    for (size_t i = 0; i < 210000; i++)
        buffer_add_text(&text, "x\n");
    assert_int_equal(yaml_count(csv_read(buffer_slice(&text), ',', arena)), 199999);
    buffer_truncate(&text, 0);
    for (size_t i = 0; i < 210000; i++)
        buffer_add_byte(&text, ',');
    assert_int_equal(yaml_count(csv_read(buffer_slice(&text), ',', arena)), 0);
    buffer_clear(&text);
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_rows_know_their_lines),
        cmocka_unit_test(test_many_values_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
