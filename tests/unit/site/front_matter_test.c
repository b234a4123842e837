/* front_matter_test.c - headers that end, that do not, and text that only looks like one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/front_matter.h"

static const struct {
    const char *name, *text;
    bool begins, splits;
    const char *header, *body;
    unsigned line;
} cases[] = {
    { "usual", "---\ntitle: x\n---\ntext\n", true, true, "title: x\n", "text\n", 4 },
    { "empty header", "---\n---\ntext", true, true, "", "text", 3 },
    { "ended by dots", "---\na: 1\n...\ntext", true, true, "a: 1\n", "text", 4 },
    { "CRLF and blanks behind the fences", "--- \r\na: 1\r\n---\t\r\ntext", true, true, "a: 1\r\n", "text", 4 },
    { "byte-order mark", "\xef\xbb\xbf---\na: 1\n---\nx", true, true, "a: 1\n", "x", 4 },
    { "no body", "---\na: 1\n---", true, true, "a: 1\n", "", 4 },
    { "never ends", "---\na: 1\ntext\n", true, false, "", "---\na: 1\ntext\n", 1 },
    { "four dashes", "----\na: 1\n---\n", false, false, "", "----\na: 1\n---\n", 1 },
    { "not on the first line", "\n---\na: 1\n---\n", false, false, "", "\n---\na: 1\n---\n", 1 },
    { "indented end is no end", "---\na: 1\n ---\n", true, false, "", "---\na: 1\n ---\n", 1 },
    { "empty file", "", false, false, "", "", 1 },
};

static void
test_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct slice text = slice_of(cases[i].text), header, body;
        unsigned line;

        if (front_matter_begins(text) != cases[i].begins ||
            front_matter_split(text, &header, &body, &line) != cases[i].splits || !slice_is(header, cases[i].header) ||
            !slice_is(body, cases[i].body) || line != cases[i].line)
            fail_msg("%s: split differs", cases[i].name);
    }
}

static const struct {
    const char *text;
    enum front_matter_kind kind;
    bool splits;
    const char *header, *body;
    unsigned line;
} hugo[] = {
    { "---\na: 1\n---\nx", FRONT_MATTER_YAML, true, "a: 1\n", "x", 4 },
    { "+++\na = 1\n+++\nx", FRONT_MATTER_TOML, true, "a = 1\n", "x", 4 },
    { "+++ \r\na = 1\r\n+++\r\nx", FRONT_MATTER_TOML, true, "a = 1\r\n", "x", 4 },
    { "+++\na = 1\n---\nx", FRONT_MATTER_TOML, false, "", "+++\na = 1\n---\nx", 1 },
    { "---\na: 1\n+++\nx", FRONT_MATTER_YAML, false, "", "---\na: 1\n+++\nx", 1 },
    { "{\n\"a\": \"}\\\"\", \"b\": {}\n}\nx", FRONT_MATTER_JSON, true, "{\n\"a\": \"}\\\"\", \"b\": {}\n}", "x", 4 },
    { "{ \"a\": 1 } x", FRONT_MATTER_JSON, true, "{ \"a\": 1 }", " x", 1 },
    { "{ \"a\": 1\nx", FRONT_MATTER_JSON, false, "", "{ \"a\": 1\nx", 1 },
    { "{: .lead}\nx", FRONT_MATTER_NONE, false, "", "{: .lead}\nx", 1 },
    { "{{< figure >}}\nx", FRONT_MATTER_NONE, false, "", "{{< figure >}}\nx", 1 },
};

static void
hugo_has_three_kinds_of_header(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(hugo) / sizeof(hugo[0]); i++) {
        struct slice text = slice_of(hugo[i].text), header, body;
        unsigned line;

        if (front_matter_kind(text, FRONT_MATTER_HUGO) != hugo[i].kind ||
            front_matter_split_any(text, FRONT_MATTER_HUGO, &header, &body, &line) != hugo[i].splits ||
            !slice_is(header, hugo[i].header) || !slice_is(body, hugo[i].body) || line != hugo[i].line)
            fail_msg("split differs: %s", hugo[i].text);
        if (hugo[i].kind != FRONT_MATTER_YAML)
            assert_false(front_matter_split(text, &header, &body, &line));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_split),
                                        cmocka_unit_test(hugo_has_three_kinds_of_header) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
