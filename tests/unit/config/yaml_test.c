/* yaml_test.c - scalars as YAML 1.1 has them, shapes of real front matter, aliases, and text meant to do harm. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "config/yaml.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    const char *scalar;
    enum yaml_kind kind;
    const char *text;
    bool truth;
} scalars[] = {
    { "", YAML_NULL, "", false },
    { "~", YAML_NULL, "", false },
    { "null", YAML_NULL, "", false },
    { "NULL", YAML_NULL, "", false },
    { "\"\"", YAML_TEXT, "", true },
    { "yes", YAML_BOOLEAN, "yes", true },
    { "On", YAML_BOOLEAN, "On", true },
    { "TRUE", YAML_BOOLEAN, "TRUE", true },
    { "off", YAML_BOOLEAN, "off", false },
    { "No", YAML_BOOLEAN, "No", false },
    { "y", YAML_TEXT, "y", true },
    { "'no'", YAML_TEXT, "no", true },
    { "0", YAML_NUMBER, "0", true },
    { "-12", YAML_NUMBER, "-12", true },
    { "1_000", YAML_NUMBER, "1_000", true },
    { "0x1F", YAML_NUMBER, "0x1F", true },
    { "0b101", YAML_NUMBER, "0b101", true },
    { "3.14", YAML_NUMBER, "3.14", true },
    { ".5", YAML_NUMBER, ".5", true },
    { "6.02e23", YAML_NUMBER, "6.02e23", true },
    { "-.inf", YAML_NUMBER, "-.inf", true },
    { "190:20:30", YAML_NUMBER, "190:20:30", true },
    { "1.2.3", YAML_TEXT, "1.2.3", true },
    { ".", YAML_TEXT, ".", true },
    { "-", YAML_LIST, "", true },
    { "12 kg", YAML_TEXT, "12 kg", true },
    { "2024-01-05", YAML_DATE, "2024-01-05", true },
    { "2024-1-5", YAML_DATE, "2024-1-5", true },
    { "2024-01-05 10:20:30 +0800", YAML_DATE, "2024-01-05 10:20:30 +0800", true },
    { "9999-99-99", YAML_TEXT, "9999-99-99", true },
    { "\"2024-01-05\"", YAML_TEXT, "2024-01-05", true },
    { "!!str 5", YAML_TEXT, "5", true },
    { "!!int 5", YAML_NUMBER, "5", true },
    { "!ruby/regexp 5", YAML_TEXT, "5", true },
    { ":symbol", YAML_TEXT, ":symbol", true },
    { "\"a\\n\\u00e9\"", YAML_TEXT, "a\n\xc3\xa9", true },
    { "'it''s'", YAML_TEXT, "it's", true },
    { "/a/:title/", YAML_TEXT, "/a/:title/", true },
    { "a # comment", YAML_TEXT, "a", true },
    { "<a href=\"x\">y</a>", YAML_TEXT, "<a href=\"x\">y</a>", true },
    { "\"over\n  two\n\n  lines\"", YAML_TEXT, "over two\nlines", true },
    { "|\n  one\n  two\n", YAML_TEXT, "one\ntwo\n", true },
    { ">\n  one\n  two\n", YAML_TEXT, "one two\n", true },
};

static void
test_scalars(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(scalars); i++) {
        struct arena *arena = arena_new();
        struct slice text = arena_format(arena, "key: %s", scalars[i].scalar);
        struct error error = { "" };
        const struct yaml *value = yaml_get(yaml_read(text, 1, arena, &error), "key");

        if (scalars[i].kind == YAML_LIST) {
            assert_string_equal(error.text,
                                "line 1: invalid YAML: block sequence entries are not allowed in this context");
        } else if (yaml_kind(value) != scalars[i].kind || !slice_is(yaml_text(value), scalars[i].text) ||
                   yaml_truth(value) != scalars[i].truth) {
            fail_msg("`%s`: kind %d, text `%s`, truth %d, error `%s`", scalars[i].scalar, yaml_kind(value),
                     yaml_text(value).bytes, yaml_truth(value), error.text);
        }
        arena_free(arena);
    }
}

/* What a document is, without recursion: one line of its map's keys and values, lists flattened to one level. */
static void
describe(const struct yaml *node, struct buffer *out)
{
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml *item = yaml_item(node, i);
        struct slice key = yaml_key(node, i), text = yaml_text(item);

        buffer_format(out, "%.*s=%.*s", (int)key.length, key.length > 0 ? key.bytes : "", (int)text.length,
                      text.length > 0 ? text.bytes : "");
        for (size_t k = 0; k < yaml_count(item); k++)
            buffer_format(out, "[%s%.*s%.*s]", yaml_kind(yaml_item(item, k)) > YAML_TEXT ? "+" : "",
                          (int)yaml_key(item, k).length, yaml_kind(item) == YAML_MAP ? yaml_key(item, k).bytes : "",
                          (int)yaml_text(yaml_item(item, k)).length,
                          yaml_text(yaml_item(item, k)).length > 0 ? yaml_text(yaml_item(item, k)).bytes : "");
        buffer_add_byte(out, ';');
    }
}

static const struct {
    const char *name, *text, *shape;
} shapes[] = {
    { "empty", "", "" },
    { "comment only", "# nothing\n", "" },
    { "an empty map alone", "{}", "" },
    { "an empty list alone", "[]", "" },
    { "empty ones within", "a: {}\nb: []\n", "a=;b=;" },
    { "two keys", "title: Tea\nlang: en\n", "title=Tea;lang=en;" },
    { "document mark", "---\na: 1\n", "a=1;" },
    { "byte-order mark",
      "\xef\xbb\xbf"
      "a: 1\n",
      "a=1;" },
    { "CRLF", "a: 1\r\nb: 2\r\n", "a=1;b=2;" },
    { "only the first document", "a: 1\n---\n: : :\n", "a=1;" },
    { "padded key", "key   : value\n", "key=value;" },
    { "indented dashes", "a:\n  - x\n  - y\n", "a=[x][y];" },
    { "dashes that are not indented", "a:\n- x\n- y\nb: 1\n", "a=[x][y];b=1;" },
    { "flow list over lines", "a: [x,\n  y,\n]\n", "a=[x][y];" },
    { "list of maps", "a:\n  - url: x\n    label: y\n  - url: z\n", "a=[+][+];" },
    { "nested map", "a:\n  b: 1\n  c: 2\n", "a=[b1][c2];" },
    { "repeated key", "a: 1\nb: 2\na: 3\n", "a=3;b=2;" },
    { "more repeated keys than are compared one by one",
      "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 1\ni: 1\na: 2\nb: 2\nc: 2\nd: 2\ne: 2\nf: 2\ng: 2\nh: 2\ni: 2\n",
      "a=2;b=2;c=2;d=2;e=2;f=2;g=2;h=2;i=2;" },
    { "alias of a scalar", "a: &x tea\nb: *x\n", "a=tea;b=tea;" },
    { "alias of a list", "a: &x [1, 2]\nb: *x\n", "a=[1][2];b=[1][2];" },
    { "alias as a key", "a: &x tea\n*x : 1\n", "a=tea;tea=1;" },
    { "an anchor set again", "a: &x 1\nb: &x 2\nc: *x\n", "a=1;b=2;c=2;" },
    { "merge key", "a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n", "a=[p1][q2];b=[p1][q3];" },
    { "merge of several maps", "a: &x {p: 1}\nb: &y {p: 2, q: 3}\nc:\n  <<: [*x, *y]\n",
      "a=[p1];b=[p2][q3];c=[p1][q3];" },
    { "merge of a scalar is a key", "<<: tea\n", "<<=tea;" },
    { "quoted merge key is a key", "'<<': {a: 1}\n", "<<=[a1];" },
    { "Liquid without quotes", "url: {{ site.url }}\n", "url=[];" },
    { "dashes within a value", "a: |\n  x\n  ---\n  y\n", "a=x\n---\ny\n;" },
    { "emoji and accents", "a: \xf0\x9f\x8d\xb5 th\xc3\xa9\n", "a=\xf0\x9f\x8d\xb5 th\xc3\xa9;" },
};

static void
test_shapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        struct arena *arena = arena_new();
        struct error error = { "no error" };
        const struct yaml *root = yaml_read(slice_of(shapes[i].text), 1, arena, &error);
        struct buffer shape = { 0 };

        describe(root, &shape);
        if (root == NULL || !slice_is(buffer_slice(&shape), shapes[i].shape))
            fail_msg("%s: `%.*s` instead of `%s`, %s", shapes[i].name, (int)shape.length, shape.bytes, shapes[i].shape,
                     error.text);
        buffer_clear(&shape);
        arena_free(arena);
    }
}

static const struct {
    const char *name, *text, *error;
} broken[] = {
    { "tab behind the colon", "a: 1\nb:\n\t- x\n",
      "line 9: invalid YAML: a value cannot start with a tab, @ or `: put it in quotes" },
    { "unclosed quote", "a: 1\nb: \"x\nc: 2\n", "line 8: invalid YAML: a quote that is not closed" },
    { "colon within a value", "title: Tea: a study\n",
      "line 7: invalid YAML: `: ` within a value: put the value in quotes" },
    { "key without colon", "a: 1\nb\n", "line 9: invalid YAML: a key without `: ` behind it" },
    { "at sign", "a: @tea\n", "line 7: invalid YAML: a value cannot start with a tab, @ or `: put it in quotes" },
    { "list not closed", "a: [x, y\nb: 1\n",
      "line 8: invalid YAML: a list in [ ] that is not closed, or lacks a comma" },
    { "indentation", "a: 1\n  b: 2\n", "line 8: invalid YAML: `: ` within a value: put the value in quotes" },
    { "unknown alias", "a: *x\n", "line 7: an alias (*) without its anchor (&) before it" },
    { "contains itself", "a: &x\n  - *x\n", "line 8: an alias (*) to the list or map that it stands in" },
    { "NUL", "a: 1\nb: \x01\n", "line 8: invalid YAML: a control character" },
    { "invalid UTF-8", "a: 1\nb: \xff\n", "line 8: invalid YAML: not valid UTF-8" },
    { "tag directive", "# x\n%TAG !a! b\n---\na: 1\n", "line 8: a %TAG line is not supported" },
};

static void
test_broken(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct arena *arena = arena_new();
        struct error error = { "no error" };

        if (yaml_read(slice_of(broken[i].text), 7, arena, &error) != NULL || strcmp(error.text, broken[i].error) != 0)
            fail_msg("%s: `%s` instead of `%s`", broken[i].name, error.text, broken[i].error);
        arena_free(arena);
    }
}

#define HEADER_SIZE ((size_t)64 * 1024)

/* HEAD, then UNIT until the front matter has the greatest size that is read, then TAIL. */
static const struct {
    const char *name, *head, *unit, *tail;
    const char *error; /* a part of it; NULL: it is read */
} hostile[] = {
    { "open brackets", "", "[", "", "more than 50" },
    { "open braces", "a: ", "{", "", "more than 50" },
    { "dashes", "", "- ", "", "more than 50" },
    { "question marks", "", "? ", "", "more than 50" },
    { "the same key", "", "a: b\n", "\n", NULL },
    { "one long key", "? ", "a", "\n: 1\n", NULL },
    { "items", "[", "a,", "]", NULL },
    { "items far inside", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "a,", "]", "not closed" },
    { "pairs", "[", "a: b,", "]", NULL },
    { "empty lists", "[", "[],", "]", NULL },
    { "aliases", "- &a x\n", "- *a\n", "\n", NULL },
    { "anchors", "", "- &a x\n", "\n", NULL },
    { "an open quote", "a: \"", "x\n", "", "quote that is not closed" },
    { "an open block", "a: |\n", " x\n", "\n", NULL },
    { "a plain value over lines", "a: x", "\n x", "\n", NULL },
    { "colons", "", ": ", "", "invalid YAML" },
    { "tags", "", "- !a b\n", "\n", NULL },
    { "tag directives", "", "%TAG !a! b\n", "", "%TAG" },
    { "other directives", "", "%A b\n", "", "invalid YAML" },
    { "comments", "", "#\n", "", NULL },
    { "blanks", "", " ", "", NULL },
    { "merges of many keys", "- &a {b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1}\n", "- <<: *a\n", "\n",
      NULL },
};

static double
milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The hard figure is 50 ms of CPU in the program that ships; sanitizers cost a factor. */
#ifdef CAPSULE_SANITIZED
#define MOST_MILLISECONDS 1000.0
#else
#define MOST_MILLISECONDS 50.0
#endif

/* The CPU time that reading TEXT took once. */
static double
time_hostile(const char *name, struct slice text, const char *expected)
{
    struct arena *arena = arena_new();
    struct error error = { "no error" };
    double start = milliseconds(), took;
    const struct yaml *root = yaml_read(text, 1, arena, &error);

    took = milliseconds() - start;
    if ((root != NULL) != (expected == NULL) || (expected != NULL && strstr(error.text, expected) == NULL))
        fail_msg("%s: `%s` instead of `%s`", name, error.text, expected != NULL ? expected : "no error");
    arena_free(arena);
    return took;
}

/* The figure is what reading costs, not what neighbours on the machine add: the best of some tries counts. */
static void
check_hostile(const char *name, struct slice text, const char *expected)
{
    double took = time_hostile(name, text, expected);

    for (int tries = 1; took > MOST_MILLISECONDS && tries < 8; tries++)
        took = time_hostile(name, text, expected);
    if (took > MOST_MILLISECONDS)
        fail_msg("%s: %.1f ms of CPU", name, took);
}

static void
test_hostile(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(hostile); i++) {
        struct buffer text = { 0 };

        buffer_add_text(&text, hostile[i].head);
        while (text.length + strlen(hostile[i].unit) + strlen(hostile[i].tail) <= HEADER_SIZE)
            buffer_add_text(&text, hostile[i].unit);
        buffer_add_text(&text, hostile[i].tail);
        check_hostile(hostile[i].name, buffer_slice(&text), hostile[i].error);
        buffer_clear(&text);
    }
}

/* Each level names the one below ten times: written out they would be 10^90 values. */
static void
test_billion_laughs(void **state)
{
    struct buffer text = { 0 };

    (void)state;
    buffer_add_text(&text, "a0: &a0 x\n");
    for (int i = 1; i <= 90; i++) {
        buffer_format(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            buffer_format(&text, "*a%d, ", i - 1);
        buffer_add_text(&text, "]\n");
    }
    check_hostile("billion laughs", buffer_slice(&text), NULL);
    buffer_clear(&text);
}

static void
test_aliases_share(void **state)
{
    struct arena *arena = arena_new();
    struct error error;
    const struct yaml *root = yaml_read(slice_of("a: &x [1]\nb: *x\n"), 1, arena, &error);

    (void)state;
    assert_non_null(root);
    assert_ptr_equal(yaml_get(root, "a"), yaml_get(root, "b"));
    arena_free(arena);
}

static void
test_many_different_keys(void **state)
{
    struct buffer text = { 0 };

    (void)state;
    for (int i = 0; text.length < HEADER_SIZE - 10; i++)
        buffer_format(&text, "k%d: 1\n", i);
    check_hostile("different keys", buffer_slice(&text), NULL);
    buffer_clear(&text);
    while (text.length < 450000)
        buffer_add_text(&text, "- x\n- y\n");
    for (int i = 0; i < 100000; i++)
        buffer_add_text(&text, "- x\n");
    buffer_add_text(&text, "- end\n");
    {
        struct arena *arena = arena_new();
        struct error error = { "" };

        assert_null(yaml_read(buffer_slice(&text), 1, arena, &error));
        assert_string_equal(error.text, "line 199998: more than 200000 values");
        arena_free(arena);
    }
    buffer_clear(&text);
}

static void
test_missing_nodes(void **state)
{
    struct arena *arena = arena_new();
    struct error error;
    const struct yaml *root = yaml_read(slice_of("a: {b: yes}\nc: d\n"), 1, arena, &error);

    (void)state;
    assert_int_equal(yaml_kind(NULL), YAML_NULL);
    assert_int_equal(yaml_line(NULL), 0);
    assert_int_equal(yaml_line(yaml_get(root, "c")), 2);
    assert_null(yaml_get(yaml_get(root, "c"), "x"));
    assert_null(yaml_item(root, 2));
    assert_int_equal(yaml_key(root, 2).length, 0);
    assert_true(yaml_bool(yaml_get(yaml_get(root, "a"), "b"), false));
    assert_true(yaml_bool(yaml_get(root, "c"), true));
    assert_false(yaml_truth(NULL));
    assert_true(slice_is(yaml_get_text(root, "c"), "d"));
    arena_free(arena);
}

static void
test_first_text(void **state)
{
    static const char *const keys[] = { "none", "list", "blank", "second", "third", NULL };
    struct arena *arena = arena_new();
    struct error error;
    const struct yaml *root =
        yaml_read(slice_of("third: 3\nsecond: ' two '\nblank: ' '\nlist: [1]\n"), 1, arena, &error);

    (void)state;
    assert_true(slice_is(yaml_get_first_text(root, keys), "two"));
    assert_true(slice_is(yaml_get_first_text(root, keys + 4), "3"));
    assert_int_equal(yaml_get_first_text(root, keys + 5).length, 0);
    assert_int_equal(yaml_get_first_text(NULL, keys).length, 0);
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_billion_laughs),
        cmocka_unit_test(test_aliases_share),
        cmocka_unit_test(test_many_different_keys),
        cmocka_unit_test(test_missing_nodes),
        cmocka_unit_test(test_first_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
