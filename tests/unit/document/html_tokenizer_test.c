/* html_tokenizer_test.c - HTML as texts and tags, whole and byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "document/html_tokenizer.h"

/* Texts as they are, tags as `{name key=value}` and `{/name}`. */
static const struct {
    const char *name, *html, *tokens;
} cases[] = {
    { "text alone", "tea & cake", "tea & cake" },
    { "double quotes", "<a href=\"x y\" title=\"t\">", "{a href=x y title=t}" },
    { "single quotes", "<a href='x \"y\"'>", "{a href=x \"y\"}" },
    { "no quotes", "<a href=x/y?z target=_blank>", "{a href=x/y?z target=_blank}" },
    { "no value", "<input disabled>", "{input disabled=}" },
    { "blanks around the sign", "<a href = \"x\" >", "{a href=x}" },
    { "a line end inside a tag", "<a\nhref=\"x\"\n>", "{a href=x}" },
    { "self-closing", "<br/><img src=x />", "{br}{img src=x}" },
    { "end tag with blanks and attributes", "</a  class=x>", "{/a}" },
    { "less-than in prose", "1 < 2, a<3, x<-y", "1 < 2, a<3, x<-y" },
    { "comment", "a<!-- b > c -- d -->e", "ae" },
    { "comment ended by --!>", "a<!-- b --!>c", "ac" },
    { "empty comments", "a<!-->b<!--->c<!---->d", "abcd" },
    { "comment with many dashes", "a<!-- b ----->c", "ac" },
    { "declaration", "<!DOCTYPE html>a", "a" },
    { "processing instruction", "a<?php x ?>b", "ab" },
    { "CDATA", "a<![CDATA[ <b> ]] ]]>c", "ac" },
    { "bogus end tag", "a</ x>b", "ab" },
    { "script is raw", "<script>if (a<b) '</b>'</script>c", "{script}{/script}c" },
    { "style is raw, its end in capitals", "<style>a>b<</STYLE >c", "{style}{/style}c" },
    { "title is raw", "<title><b>x</title>y", "{title}{/title}y" },
    { "script's end must be a whole name", "<script></scripty></script>c", "{script}{/script}c" },
    { "references in text", "&amp;&lt;&dagger;&#169;&#xA9;", "&<†©©" },
    { "a blank without its semicolon", "a &nbsp b&nbsp<br>?x&nbsp=1 &nbspx &nbsp",
      "a \u00a0 b\u00a0{br}?x&nbsp=1 &nbspx \u00a0" },
    { "references in a value", "<a href='?a=1&amp;b=2&copy=3'>", "{a href=?a=1&b=2&copy=3}" },
    { "unknown reference", "&nosuch; & &; &#; &#x;", "&nosuch; & &; &#; &#x;" },
    { "impossible numbers", "&#0;&#xD800;&#x110000;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "unclosed tag", "a<b c='", "a" },
    { "unclosed comment", "a<!-- b", "a" },
    { "unclosed script", "a<script>b", "a{script}" },
    { "a sign begins an attribute's name", "<a =x>", "{a =x=}" },
};

static void
on_text(void *context, struct slice text)
{
    buffer_add(context, text);
}

static void
on_tag(void *context, const struct html_tag *tag)
{
    buffer_add_text(context, tag->closing ? "{/" : "{");
    buffer_add(context, tag->name);
    for (size_t i = 0; i < tag->attribute_count; i++)
        buffer_format(context, " %.*s=%.*s", (int)tag->attributes[i].name.length, tag->attributes[i].name.bytes,
                      (int)tag->attributes[i].value.length,
                      tag->attributes[i].value.bytes != NULL ? tag->attributes[i].value.bytes : "");
    buffer_add_text(context, "}");
}

static void
check(const char *name, const char *html, size_t piece, const char *want)
{
    struct buffer got = { 0 };
    struct html_tokenizer *tokenizer = html_tokenizer_new(&(struct html_tokens){ &got, on_text, on_tag });
    struct slice text = slice_of(html);

    for (; text.length > 0; text = slice_from(text, piece))
        html_tokenizer_feed(tokenizer, slice_range(text, 0, piece));
    html_tokenizer_finish(tokenizer);
    if (!slice_is(buffer_slice(&got), want))
        fail_msg("%s in pieces of %zu:\n sent %s\n want %s\n got  %.*s", name, piece, html, want, (int)got.length,
                 got.bytes);
    html_tokenizer_free(tokenizer);
    buffer_clear(&got);
}

static void
tokens_do_not_depend_on_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t piece = 1; piece < 9; piece++)
            check(cases[i].name, cases[i].html, piece == 8 ? 4096 : piece, cases[i].tokens);
}

static void
a_tag_can_be_ended_from_outside(void **state)
{
    struct buffer got = { 0 };
    struct html_tokenizer *tokenizer = html_tokenizer_new(&(struct html_tokens){ &got, on_text, on_tag });

    (void)state;
    html_tokenizer_feed(tokenizer, slice_of("<a href=\"x"));
    assert_true(html_tokenizer_is_inside_tag(tokenizer));
    html_tokenizer_end_tag(tokenizer);
    assert_false(html_tokenizer_is_inside_tag(tokenizer));
    html_tokenizer_feed(tokenizer, slice_of("y<!--"));
    html_tokenizer_end_tag(tokenizer);
    html_tokenizer_feed(tokenizer, slice_of("z"));
    html_tokenizer_finish(tokenizer);
    assert_true(slice_is(buffer_slice(&got), "{a href=x}yz"));
    html_tokenizer_free(tokenizer);
    buffer_clear(&got);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_do_not_depend_on_pieces),
        cmocka_unit_test(a_tag_can_be_ended_from_outside),
    };

    return cmocka_run_group_tests_name("html_tokenizer", tests, NULL, NULL);
}
