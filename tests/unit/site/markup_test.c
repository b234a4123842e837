/* markup_test.c - short Markdown as HTML, and what hostile texts cost. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>

#include "site/markup.h"

static const struct {
    const char *name, *text, *want;
} cases[] = {
    { "plain", "Tea & cups", "Tea & cups" },
    { "emphasis", "*a* **b** ***c*** _d_ __e__", "a b c d e" },
    { "marks that mean nothing", "a * b, Doe*, Roe*; snake_case_word 2*3", "a * b, Doe*, Roe*; snake_case_word 2*3" },
    { "marks behind a tag", "<b>Doe</b>*, Roe*, <i>*x*</i>", "<b>Doe</b>*, Roe*, <i>x</i>" },
    { "emphasis around a link", "**[a](/b)**", "<a href=\"/b\">a</a>" },
    { "links", "[a](/b \"t\") [c](</d e>) [f](x_(y))",
      "<a href=\"/b\">a</a> <a href=\"/d e\">c</a> <a href=\"x_(y)\">f</a>" },
    { "link over lines", "[a\nb](/c)", "<a href=\"/c\">a b</a>" },
    { "no links", "[a] (b) ](c) [d](e", "[a] (b) ](c) [d](e" },
    { "marks in a target", "[a](/_b_/*c*)", "<a href=\"/_b_/*c*\">a</a>" },
    { "image", "![a b](/c.png)", "<img src=\"/c.png\" alt=\"a b\">" },
    { "linked image", "[![a](/c.png)](/d)", "<a href=\"/d\"><img src=\"/c.png\" alt=\"a\"></a>" },
    { "code", "`a*b*` and ``x`y``", "<code>a*b*</code> and <code>x`y</code>" },
    { "markup in code", "`<b>&`", "<code>&lt;b>&amp;</code>" },
    { "open code", "`a *b*", "`a b" },
    { "address", "<https://a.example/_x_>", "<a href=\"https://a.example/_x_\">https://a.example/_x_</a>" },
    { "HTML", "<b class=\"_x_\">a</b> 1 < 2", "<b class=\"_x_\">a</b> 1 < 2" },
    { "escapes", "\\*a\\* \\<b> \\z", "*a* &lt;b> \\z" },
    { "paragraphs", "a\nb\n\nc\n", "<p>a b</p><p>c</p>" },
    { "bullets", "- a\n- b\n  c", "<ul><li>a</li></ul><ul><li>b   c</li></ul>" },
    { "heading", "## a\nb", "<h3> a b</h3>" },
    { "nothing", " \n ", "" },
};

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer html = { 0 };

        markup_html(slice_of(cases[i].text), &html);
        if (!slice_is(buffer_slice(&html), cases[i].want))
            fail_msg("%s: \"%s\" gave \"%.*s\", not \"%s\"", cases[i].name, cases[i].text, (int)html.length, html.bytes,
                     cases[i].want);
        buffer_clear(&html);
    }
}

static void
test_floods(void **state)
{
    static const char *const parts[] = { "[", "![", "`", "<a", "*a ", "_", "\\", "[a](", "(", "- ", "\n\n", "``a" };

    (void)state;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        struct buffer text = { 0 }, html = { 0 };
        clock_t start = clock();

        while (text.length < 100000)
            buffer_add_text(&text, parts[i]);
        markup_html(buffer_slice(&text), &html);
        if (clock() - start > 5 * CLOCKS_PER_SEC)
            fail_msg("%s takes too long", parts[i]);
        buffer_clear(&text);
        buffer_clear(&html);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_floods),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
