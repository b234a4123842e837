/* dangling_test.c - references to links and notes that a page does not define. */
#include "document/dangling.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Each finding as LINE:COLUMN and a blank; the first line's number is 5. */
static const struct {
    const char *name, *text, *want;
} cases[] = {
    { "nothing to define", "a [b](c) [d]\n", "" },
    { "no such link", "a [b][c]\n", "5:6 " },
    { "defined below", "a [b][c]\n\n[c]: u\n", "" },
    { "defined in a quote, other case", "a [b][ C]\n\n> [c]: u\n", "" },
    { "second of two", "[a][x]\n[b][y]\n\n[x]: u\n", "6:4 " },
    { "no such note", "one[^1], two[^2]\n", "5:4 5:13 " },
    { "in code", "`[a][b]`\n\n```\n[a][b]\n```\n", "" },
    { "escaped", "\\[a\\]\\[b\\]\n", "" },
    { "empty", "[a][]\n", "" },
    { "across lines", "[a][b\nc]\n", "" },
    { "unclosed", "[a][b", "" },
};

static void
test_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct findings *findings = findings_new();
        struct document *document = document_new(&(struct document_options){ .file = "x.md", .findings = findings });
        struct slice text = slice_of(cases[i].text), line;
        struct lined lined = { 0 };
        struct buffer got = { 0 };

        for (unsigned number = 5; slice_take_line(&text, &line); number++)
            lined_add(&lined, line, number);
        dangling_report(&lined, document);
        for (size_t at = 0; at < findings_count(findings); at++)
            buffer_format(&got, "%u:%u ", findings_at(findings, at)->line, findings_at(findings, at)->column);
        if (!slice_is(buffer_slice(&got), cases[i].want))
            fail_msg("%s: got '%.*s', want '%s'", cases[i].name, (int)got.length, got.bytes, cases[i].want);
        buffer_clear(&got);
        lined_clear(&lined);
        document_free(document);
        findings_free(findings);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_findings) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
