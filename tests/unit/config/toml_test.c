/* toml_test.c - values, tables and texts of TOML as trees, what is invalid, and texts meant to do harm. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/buffer.h"
#include "config/toml.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The node at PATH, names and numbers with dots between them. */
static const struct yaml *
node_at(const struct yaml *node, const char *path)
{
    struct slice rest = slice_of(path), part;
    unsigned long number;

    while (slice_take_part(&rest, '.', &part)) {
        char *name = slice_copy(part);

        node = slice_to_number(part, 1000, &number) ? yaml_item(node, number) : yaml_get(node, name);
        free(name);
    }
    return node;
}

static const struct {
    const char *toml, *path;
    enum yaml_kind kind;
    const char *text;
} values[] = {
    { "title = \"Tea\"", "title", YAML_TEXT, "Tea" },
    { "title='C:\\tea'", "title", YAML_TEXT, "C:\\tea" },
    { "a = \"x\\t\\\"\\\\\\u00e9\\U0001F375\"", "a", YAML_TEXT, "x\t\"\\\xc3\xa9\xf0\x9f\x8d\xb5" },
    { "a = \"\"\"\nfirst\nsecond\"\"\"", "a", YAML_TEXT, "first\nsecond" },
    { "a = \"\"\"one \\\n   two\"\"\"", "a", YAML_TEXT, "one two" },
    { "a = \"\"\"say \"\"hi\"\"\"\"\"", "a", YAML_TEXT, "say \"\"hi\"\"" },
    { "a = '''\r\nraw\\n'''", "a", YAML_TEXT, "raw\\n" },
    { "draft = true", "draft", YAML_BOOLEAN, "true" },
    { "draft = false # not yet", "draft", YAML_BOOLEAN, "false" },
    { "weight = -12", "weight", YAML_NUMBER, "-12" },
    { "weight = 1_000.5e3", "weight", YAML_NUMBER, "1_000.5e3" },
    { "date = 2024-05-07", "date", YAML_DATE, "2024-05-07" },
    { "date = 2024-05-07T10:20:30+08:00 # local", "date", YAML_DATE, "2024-05-07T10:20:30+08:00" },
    { "date = 2024-05-07 10:20:30Z", "date", YAML_DATE, "2024-05-07 10:20:30Z" },
    { "at = 10:20:30", "at", YAML_TEXT, "10:20:30" },
    { "tags = [\"tea\", 'pots']", "tags.1", YAML_TEXT, "pots" },
    { "tags = [\n  # first\n  \"tea\",\n  \"pots\",\n]\nx = 1", "tags.1", YAML_TEXT, "pots" },
    { "tags = [\n\"tea\"\n]\nx = 1", "x", YAML_NUMBER, "1" },
    { "a = [[1, 2], [3]]", "a.1.0", YAML_NUMBER, "3" },
    { "a = []", "a", YAML_LIST, "" },
    { "a = { b = 1, c = { d = \"e\" } }", "a.c.d", YAML_TEXT, "e" },
    { "a = [{ b = 1 }, { b = 2 }]", "a.1.b", YAML_NUMBER, "2" },
    { "[params]\nemail = \"a@b.example\"\n", "params.email", YAML_TEXT, "a@b.example" },
    { "[a.b.c]\nd = 1\n[a.e]\nf = 2", "a.e.f", YAML_NUMBER, "2" },
    { "[a]\nb.c = 1", "a.b.c", YAML_NUMBER, "1" },
    { "\"a b\".'c' = 1", "a b.c", YAML_NUMBER, "1" },
    { "[[menu.main]]\nname = 'A'\n[[menu.main]]\nname = 'B'\n", "menu.main.1.name", YAML_TEXT, "B" },
    { "[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2", "a.1.b.c", YAML_NUMBER, "2" },
    { "a = 1\na = 2", "a", YAML_NUMBER, "2" },
    { "# nothing\n\n", "a", YAML_NULL, "" },
    { "", "a", YAML_NULL, "" },
};

static void
values_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        struct arena *arena = arena_new();
        struct error error = { 0 };
        const struct yaml *tree = toml_read(slice_of(values[i].toml), 1, arena, &error);
        const struct yaml *node = node_at(tree, values[i].path);

        if (tree == NULL || yaml_kind(node) != values[i].kind || !slice_is(yaml_text(node), values[i].text))
            fail_msg("%s\n%s: got kind %d, \"%.*s\" (%s)", values[i].toml, values[i].path, (int)yaml_kind(node),
                     (int)yaml_text(node).length, yaml_text(node).bytes, error.text);
        arena_free(arena);
    }
}

static const struct {
    const char *toml, *error;
} broken[] = {
    { "a", "line 2: a key without `=` and a value" },
    { "a =", "line 2: a value is missing" },
    { "= 1", "line 2: a key is missing" },
    { "\na = tea", "line 3: a value that TOML does not have" },
    { "a = \"tea", "line 2: a text without its closing quote" },
    { "a = \"t\nea\"", "line 2: a text without its closing quote" },
    { "a = \"\\q\"", "line 2: an escape that TOML does not have" },
    { "a = \"\\u12\"", "line 2: an escape that is not complete" },
    { "a = \"\\ud800\"", "line 2: an escape that is no character" },
    { "a = 1 b = 2", "line 2: a value that TOML does not have" },
    { "a = \"1\" b = 2", "line 2: more than one thing on a line" },
    { "a = [1, 2", "line 2: a value is missing" },
    { "[a", "line 2: the header of a table does not end" },
    { "a = 1\n[a]", "line 3: a table where something else stands already" },
    { "a = 1\n[[a]]", "line 3: an array of tables where something else stands already" },
    { "a = 1\na.b = 2", "line 3: a key inside something that is no table" },
};

static void
what_is_invalid_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct arena *arena = arena_new();
        struct error error = { 0 };

        assert_null(toml_read(slice_of(broken[i].toml), 2, arena, &error));
        assert_string_equal(error.text, broken[i].error);
        arena_free(arena);
    }
}

/* UNIT many times, which must be refused and not cost the stack. */
static void
refuse_many(const char *start, const char *unit, size_t times)
{
    struct arena *arena = arena_new();
    struct buffer text = { 0 };
    struct error error = { 0 };

    buffer_add_text(&text, start);
    for (size_t i = 0; i < times; i++)
        buffer_add_text(&text, unit);
    assert_null(toml_read(buffer_slice(&text), 1, arena, &error));
    buffer_clear(&text);
    arena_free(arena);
}

static void
hostile_texts_are_refused(void **state)
{
    (void)state;
    refuse_many("a = ", "[", 100000);
    refuse_many("a = ", "{a=", 100000);
    refuse_many("a = [", "1,", 100000);
    refuse_many("", "[[a]]\n", 100000);
    refuse_many("a = \"", "\\\n", 100000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read),
        cmocka_unit_test(what_is_invalid_is_said),
        cmocka_unit_test(hostile_texts_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
