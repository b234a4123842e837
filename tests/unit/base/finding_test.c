/* finding_test.c - findings in the order of the source, each once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/finding.h"

static void
test_settle(void **state)
{
    static const struct {
        const char *code, *file;
        unsigned line, column;
        const char *message;
    } added[] = {
        { "liquid", "b.md", 9, 3, "dropped" },
        { "image", "b.md", 2, 14, "no text" },
        { "liquid", "part.html", 1, 1, "dropped" },
        { "image", "b.md", 2, 5, "no text" },
        { "image", "b.md", 9, 3, "no text" },
        { "liquid", "part.html", 1, 1, "dropped" },
        { "yaml", "a.md", 0, 0, "odd" },
        { "liquid", "part.html", 1, 1, "kept" },
        { "image", "b.md", 2, 5, "no text" },
        { "liquid", "part.html", 1, 1, "dropped" },
    };
    static const char *const wanted[] = { "a.md:0:0 yaml odd",        "b.md:2:5 image no text",
                                          "b.md:2:14 image no text",  "b.md:9:3 image no text",
                                          "b.md:9:3 liquid dropped",  "part.html:1:1 liquid dropped",
                                          "part.html:1:1 liquid kept" };
    struct findings *findings = findings_new();

    (void)state;
    findings_settle(findings);
    assert_int_equal(findings_count(findings), 0);
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        findings_add(findings, FINDING_NOTE, added[i].code, added[i].file, added[i].line, added[i].column, "%s",
                     added[i].message);
    findings_settle(findings);
    assert_int_equal(findings_count(findings), sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const struct finding *finding = findings_at(findings, i);
        char text[128];

        snprintf(text, sizeof text, "%s:%u:%u %s %s", finding->file, finding->line, finding->column, finding->code,
                 finding->message);
        assert_string_equal(text, wanted[i]);
    }
    findings_free(findings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_settle) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
