/* kramdown_test.c - the pre-pass: what the parser gets, and the file's line of each of its lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/finding.h"
#include "document/kramdown.h"

/* Shields appear as their source. LINES: the number of each line, as a digit; NULL: they are not looked at. */
static const struct {
    const char *name, *source, *prepared, *lines;
} cases[] = {
    { "plain text", "a\nb\n", "a\nb\n", "12" },
    { "other line ends and a byte-order mark",
      "\xef\xbb\xbf"
      "a\r\nb\rc",
      "a\nb\nc\n", "123" },
    { "comment on a line of its own", "a\n<!-- x -->\nb\n", "a\nb\n", "13" },
    { "comment inside a line", "a <!-- x --> b\n", "a  b\n", "1" },
    { "comment over lines", "a <!--\nx\n--> b\nc\n", "a  b\nc\n", "14" },
    { "comment over a blank line", "a <!-- x\n\ny -->\nb\n", "a \n\nb\n", "134" },
    { "comment in a code span", "`<!-- x -->`\n", "`<!-- x -->`\n", "1" },
    { "comment in a fence", "```\n<!-- x -->\n```\n", "```\n<!-- x -->\n```\n", "123" },
    { "Liquid in a fence right behind a fence", "~~~\na\n~~~\n~~~\n{{ x }}\n~~~\n", "~~~\na\n~~~\n~~~\n{{ x }}\n~~~\n",
      "123456" },
    { "Liquid behind two fences", "```\na\n```\n```\nb\n```\n{{ x }}c\n", "```\na\n```\n```\nb\n```\nc\n", "1234567" },
    { "math in a fence right behind a fence", "~~~\na\n~~~\n~~~\n[a](b c)\n~~~\n", "~~~\na\n~~~\n~~~\n[a](b c)\n~~~\n",
      "123456" },
    { "comment without end", "a <!-- b\n", "a &lt;!-- b\n", "1" },
    { "include of nothing", "{% include base_path %}\na\n", "\na\n", "12" },
    { "site paths", "[a]({{ site.url }}{{ site.baseurl }}/x)\n", "[a](/x)\n", "1" },
    { "relative_url", "{{ \"x/y\" | relative_url }}\n", "/x/y\n", "1" },
    { "literal", "{{ '/x' }}\n", "/x\n", "1" },
    { "Liquid comment", "a{% comment %}b{% endcomment %}c\n", "ac\n", "1" },
    { "Liquid raw", "{% raw %}{{ x }}{% endraw %}\n", "{{ x }}\n", "1" },
    { "loop", "a\n{% for x in y %}\n{{ x }}\n{% endfor %}\nb\n", "a\nb\n", "15" },
    { "highlight", "{% highlight c %}\nx\n{% endhighlight %}\n", "~~~~~~~~ c\nx\n~~~~~~~~\n", NULL },
    { "braces without end", "a {{ b\n", "a {{ b\n", "1" },
    { "Liquid in code", "`{{ x }}`\n", "`{{ x }}`\n", "1" },
    { "attribute line", "a\n{: .x}\nb\n", "a\nb\n", "13" },
    { "attributes behind a link", "[a](b){:target=\"_blank\"} c\n", "[a](b) c\n", "1" },
    { "no target over a line end", "[a](b c\\\nd \"e\")\n", "[a](b c\\\nd \"e\")\n", "12" },
    { "attributes in code", "`{: .x}`\n", "`{: .x}`\n", "1" },
    { "braces in prose", "a {: b} c\n", "a {: b} c\n", "1" },
    { "table of contents", "# a\n\n* x\n{:toc}\n\nb\n", "# a\n\n\nb\n", "1256" },
    { "no_toc is none", "* x\n{: .no_toc}\n", "* x\n", "1" },
    { "heading id", "# a {#b}\n", "# a\n", "1" },
    { "setext heading id", "a {#b}\n---\n", "a\n---\n", "12" },
    { "id in prose", "a {#b}\nc\n", "a {#b}\nc\n", "12" },
    { "abbreviation", "*[A]: b c\nd\n", "d\n", "2" },
    { "kramdown's break", "a \\\\\nb\n", "a \\\nb\n", "12" },
    { "kramdown's break at the end", "a \\\\\n\nb\n", "a \n\nb\n", "123" },
    { "blanks in a target", "[a](b c)\n", "[a](<b c>)\n", "1" },
    { "target with title", "[a](b \"c d\") [e](f g 'h')\n", "[a](b \"c d\") [e](<f g> 'h')\n", "1" },
    { "target in code", "`[a](b c)`\n", "`[a](b c)`\n", "1" },
    { "bullets below a number", "1. a\n  - b\n    c\n2. d\n", "1. a\n   - b\n     c\n2. d\n", "1234" },
    { "bullets below a bullet", "- a\n  - b\n", "- a\n  - b\n", "12" },
    { "indented HTML", "<div>\n    <p>a\n\n    <p>b\n</div>\n", "<div>\n<p>a\n<p>b\n</div>\n", "1245" },
    { "Markdown in HTML", "<div>\n\n  - a\n    - b\n\n</div>\n", "<div>\n\n- a\n  - b\n\n</div>\n", "123456" },
    { "markdown attribute", "<div markdown=\"1\">a *b*</div>\n", "<div markdown=\"1\">\n\na *b*</div>\n", "111" },
    { "Markdown behind an end tag", "</div> *a* b\n", "</div> \n\n*a* b\n", "111" },
    { "Markdown in a paragraph of HTML", "<p>[a](b)</p>\n", "<p>\n\n[a](b)</p>\n", "111" },
    { "address in a paragraph of HTML", "<p>see <https://a.example></p>\n", "<p>\n\nsee <https://a.example></p>\n",
      "111" },
    { "HTML behind an item's marker", "- <p>**a**</p>\n", "- <p>\n\n  **a**</p>\n", "111" },
    { "no Markdown in a paragraph of HTML", "<p>2 * 3, A* and B*</p>\n", "<p>2 * 3, A* and B*</p>\n", "1" },
    { "Markdown in code in HTML", "<p><code>**a**</code></p>\n", "<p><code>**a**</code></p>\n", "1" },
    { "math in HTML", "<p>\\(a*b*\\) **c**</p>\n", "<p>\\(a*b*\\) **c**</p>\n", "1" },
    { "figure", "{% include figure.html path=\"a.png\" caption='A \"b\"' %}\n",
      "<figure><img src=\"/a.png\" alt=\"A &quot;b&quot;\"></figure>\n", "1" },
    { "figure with markup below it", "{% include figure image_path='/a.png' alt=\"b\" caption=\"<i>c</i>\" %}\n",
      "<figure><img src=\"/a.png\" alt=\"b\"><figcaption><i>c</i></figcaption></figure>\n", "1" },
    { "figure of a variable", "a {% include figure.html path=page.image alt=\"b\" %}\n", "a \n", "1" },
    { "film and sound", "{% include video id='a' provider=\"vimeo\" %}{% include audio.html path=\"b.mp3\" %}\n",
      "<iframe src=\"https://vimeo.com/a\"></iframe><audio src=\"/b.mp3\"></audio>\n", "1" },
    { "table below text", "a\n| b | c |\n|---|---|\n| d | e |\nf\n", "a\n\n| b | c |\n|---|---|\n| d | e |\n\nf\n",
      "1223455" },
    { "rows without a delimiter row below text", "a\n| b | c |\n", "a\n| b | c |\n", "12" },
    { "numbers below text that count down", "a\n3. b\n  c\n2. d\n", "a\n\n3. b\n  c\n2. d\n", "12234" },
    { "years in prose", "since\n2019. And\n2021. No\n", "since\n2019. And\n2021. No\n", "123" },
    { "numbers of a list", "1. a\n2. b\n3. c\n", "1. a\n2. b\n3. c\n", "123" },
    { "end of a block", "* a\n^\n* b\n", "* a\n\n* b\n", "123" },
    { "no end of a block", "a\n^ b\n", "a\n^ b\n", "12" },
    { "heading with a class", "# a {.b #c}\n", "# a\n", "1" },
    { "caption", "a | b\n--|--\nc | d\n: e\n", "a | b\n--|--\nc | d\n\ne\n", "12344" },
    { "caption behind a blank line", "a | b\n--|--\nc | d\n\n: e\n", "a | b\n--|--\nc | d\n\ne\n", "12345" },
    { "code stays behind HTML", "<div>\n</div>\n\n    a\n", "<div>\n</div>\n\n    a\n", "1234" },
    { "pre in HTML", "<div>\n  <pre>\n  a\n\n  b</pre>\n</div>\n", "<div>\n\n<pre>\n  a\n\n  b</pre>\n</div>\n", NULL },
    { "definition", "a\n: b\n", "<dl>\n<dt>\n\na\n\n</dt>\n<dd>\n\nb\n\n</dd>\n</dl>\n\n", NULL },
    { "note", "a[^1]\n\n[^1]: b\n  c\n\nd\n", "a[^1]\n\n\nd\n\n## Notes\n\n1. b\n     c\n\n", NULL },
    { "note before a list", "a[^1]\n\n[^1]: b\n- c\n", "a[^1]\n\n- c\n\n## Notes\n\n1. b\n\n", NULL },
    { "tag without an end", "<p\n\na\n", "<p\n\na\n", "123" },
    { "value without an end", "<td><p id='a</p>\n\n<b>b</b>\n", "<td><p id='a</p>\n\n<b>b</b>\n", "123" },
    { "tag over a blank line", "<p\n\nid=a>\n", "<p\nid=a>\n", "13" },
    { "tag over many blank lines", "<p\n\nid=a\n\nclass=b>\n", "<p\nid=a\nclass=b>\n", "135" },
    { "output over two lines", "a{{'\n'}}b\n", "ab\n", "1" },
    { "unknown note", "a[^1]\n", "a[^1]\n", "1" },
    { "note nobody refers to", "a\n\n[^1]: b\n", "a\n\n", "12" },
    { "math", "$a_1$ and $b_2$\n", "$a_1$ and $b_2$\n", "1" },
};

static void
check_lines(const char *name, const struct lined *text, const char *want)
{
    for (size_t i = 0; i < text->count; i++)
        if (want[i] == '\0' || lined_number(text, i) != (unsigned)(want[i] - '0'))
            fail_msg("%s: line %zu comes from line %u, want %s", name, i, lined_number(text, i), want);
}

static void
prepared_text_and_its_lines(void **state)
{
    struct document *document = document_new(&(struct document_options){ .file = "x.md" });

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct prepared prepared = { 0 };
        struct buffer got = { 0 };

        kramdown_prepare(slice_of(cases[i].source), 1, document, &prepared);
        shields_restore(&prepared.shields, buffer_slice(&prepared.text.text), &got);
        if (!slice_is(buffer_slice(&got), cases[i].prepared))
            fail_msg("%s:\n sent\n%s want\n%s got\n%.*s", cases[i].name, cases[i].source, cases[i].prepared,
                     (int)got.length, got.bytes);
        if (cases[i].lines != NULL)
            check_lines(cases[i].name, &prepared.text, cases[i].lines);
        buffer_clear(&got);
        prepared_clear(&prepared);
    }
    document_free(document);
}

static void
lost_liquid_is_reported_with_its_line(void **state)
{
    struct findings *findings = findings_new();
    struct document *document = document_new(&(struct document_options){ .file = "x.md", .findings = findings });
    struct prepared prepared = { 0 };

    (void)state;
    kramdown_prepare(slice_of("a\n<!-- {{ hidden }} -->\n\n{% include x.html %}\n"), 5, document, &prepared);
    assert_int_equal(findings_count(findings), 1);
    assert_int_equal(findings_at(findings, 0)->line, 8);
    assert_string_equal(findings_at(findings, 0)->code, "liquid");
    prepared_clear(&prepared);
    document_free(document);
    findings_free(findings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prepared_text_and_its_lines),
        cmocka_unit_test(lost_liquid_is_reported_with_its_line),
    };

    return cmocka_run_group_tests_name("kramdown", tests, NULL, NULL);
}
