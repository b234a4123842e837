/* latex_test.c - LaTeX in the fields of bibliographies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "site/latex.h"

static const struct {
    const char *name, *text, *want;
} cases[] = {
    { "plain", "Tea and math", "Tea and math" },
    { "accent in braces", "Caf{\\'e} M{\\\"u}ller", "Café Müller" },
    { "accent on a braced letter", "\\v{S}ime Kr\\u{a}l \\c{c}", "Šime Krăl ç" },
    { "accent without braces", "\\'Etude \\~no", "Étude ño" },
    { "accent after a blank", "\\c c\\v s", "çš" },
    { "dotless letters", "na{\\\"\\i}ve \\'{\\i}", "naïve í" },
    { "an accent that goes onto no such letter", "\\'x", "'x" },
    { "letters", "\\o{}re \\ss \\L{}\\'od\\'z {\\AA}rhus", "øre ßŁódź Århus" },
    { "signs", "Q\\&A 5\\% \\$3 a\\_b \\#1", "Q&A 5% $3 a_b #1" },
    { "dashes", "1--2---3", "1–2—3" },
    { "quotes", "``so''", "“so”" },
    { "ties and braces", "Fig.~1 {T}itle", "Fig. 1 Title" },
    { "a command keeps its argument", "\\textit{in vitro} \\emph{so}", "in vitro so" },
    { "math stays", "$x_{1}$ and {y}", "$x_{1}$ and y" },
    { "math without end", "$x_{1}", "$x_{1}" },
    { "a backslash at the end", "a\\", "a\\" },
    { "an accent at the end", "a\\'", "a'" },
    { "line break", "a\\\\b", "a b" },
};

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer out = { 0 };

        latex_decode(slice_of(cases[i].text), &out);
        if (!slice_is(buffer_slice(&out), cases[i].want))
            fail_msg("%s: \"%s\" gave \"%.*s\", not \"%s\"", cases[i].name, cases[i].text, (int)out.length, out.bytes,
                     cases[i].want);
        buffer_clear(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
