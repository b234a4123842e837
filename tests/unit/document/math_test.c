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
    { "\\mathbb{B}", "𝔹" },
    { "\\mathbb{E}[x]", "𝔼[x]" },
    { "\\mathbb{1}", "𝟙" },
    { "\\mathbb{ab}", NULL },
    { "\\mathcal{O}(n)", "O(n)" },
    { "\\hat{x}", "x̂" },
    { "\\hat\\theta_i", "θ̂ᵢ" },
    { "\\bar y", "ȳ" },
    { "\\tilde{O}(n)", "Õ(n)" },
    { "\\hat{xy}", NULL },
    { "\\hat", NULL },
    { "\\text{if } x", "if x" },
    { "\\text{a_b}", "a_b" },
    { "f'(x)", "f′(x)" },
    { "\\{a, b\\}", "{a, b}" },
    { "50\\%", "50%" },
    { "x\\_i", "xᵢ" },
    { "\\\\{1, 2\\\\}", "{1, 2}" },
    { "\\partial f / \\partial x", "∂f / ∂x" },
    { "f ( \\mathbf{x} , y )", "f (x, y)" },
    { "x^*", "x*" },
    { "x_*", "x_*" },
    { "x^\\star", "x⋆" },
    { "a\\,b", "a b" },
    { "{x}", "x" },
    { "\\frac{a}{b}", "a/b" },
    { "\\frac12", "1/2" },
    { "\\frac{1}{2}x", "(1/2)x" },
    { "2\\frac{1}{2}", "2(1/2)" },
    { "\\frac{a + b}{2n}", "(a + b)/2n" },
    { "\\frac{\\partial f}{\\partial x}", "∂f/∂x" },
    { "\\frac{\\frac{a}{b}}{c}", "(a/b)/c" },
    { "\\frac{a}", NULL },
    { "\\sqrt{n}", "√n" },
    { "\\sqrt{12}", "√12" },
    { "\\sqrt{n + 1}", "√(n + 1)" },
    { "\\sqrt[3]{x}", "∛x" },
    { "\\sqrt[n]{x}", NULL },
    { "p_\\theta(x)", "p_θ(x)" },
    { "D_{KL}(p)", "D_KL(p)" },
    { "D_{KL}q", "D_(KL)q" },
    { "E_{x \\sim p}", "E_(x ∼ p)" },
    { "x^{y^z}", "x^(yᶻ)" },
    { "x^{a_\\theta}", NULL },
    { "x^a^b", "xᵃᵇ" },
    { "x^{\\infty}", "x^∞" },
    { "90^\\circ", "90°" },
    { "\\|x\\|_2", "‖x‖₂" },
    { "x}", NULL },
    { "\\binom{a}{b}", NULL },
    { "{{{{{{{{{{{{{{{{x}}}}}}}}}}}}}}}}", "x" },
    { "{{{{{{{{{{{{{{{{{x}}}}}}}}}}}}}}}}}", NULL },
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
