/* math_test.c - LaTeX math as plain characters, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/math.h"

static const struct {
    const char *source, *plain; /* NULL: there is no plain form */
} cases[] = {
    { "x", "x" },
    { "\\alpha^2", "α²" },
    { "x_1 \\le n", "x₁ ≤ n" },
    { "O(n \\log n)", "O(n log n)" },
    { "10^{-3}", "10⁻³" },
    { "\\mathbb{R}^n", "ℝⁿ" },
    { "\\mathbb{B}", NULL },
    { "\\text{if } x", "if x" },
    { "\\text{a_b}", NULL },
    { "f'(x)", "f′(x)" },
    { "\\{a, b\\}", "{a, b}" },
    { "50\\%", "50%" },
    { "x\\_i", "xᵢ" },
    { "\\\\{1, 2\\\\}", "{1, 2}" },
    { "\\partial f / \\partial x", "∂f / ∂x" },
    { "f ( \\mathbf{x} , y )", "f (x, y)" },
    { "x^*", "x*" },
    { "x_*", NULL },
    { "x^\\star", "x⋆" },
    { "a\\,b", "a b" },
    { "{x}", "x" },
    { "\\frac{a}{b}", NULL },
    { "x^{y^z}", NULL },
    { "x^{\\infty}", NULL },
    { "\\unknown", NULL },
    { "a & b", NULL },
    { "x^", NULL },
    { "x_{1", NULL },
    { "\\", NULL },
    { "", NULL },
};

static void
plain_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer got = { 0 };
        bool done;

        buffer_add_text(&got, "|");
        done = math_write(slice_of(cases[i].source), &got);
        if (done != (cases[i].plain != NULL) ||
            !slice_is(slice_from(buffer_slice(&got), 1), done ? cases[i].plain : ""))
            fail_msg("%s: want %s, got %.*s", cases[i].source, cases[i].plain != NULL ? cases[i].plain : "nothing",
                     (int)got.length, got.bytes);
        buffer_clear(&got);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(plain_forms) };

    return cmocka_run_group_tests_name("math", tests, NULL, NULL);
}
