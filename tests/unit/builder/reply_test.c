#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "builder/reply.h"

static const struct {
    const char *lang, *want;
} headers[] = {
    { "", "20 text/gemini\r\n" },
    { "en", "20 text/gemini; lang=en\r\n" },
    { "zh-Hans", "20 text/gemini; lang=zh-Hans\r\n" },
    { "de,en", "20 text/gemini; lang=\"de,en\"\r\n" },
    { "en\r\n# Forged", "20 text/gemini\r\n" },
    { "e\"n,", "20 text/gemini\r\n" },
};

static void
test_gemtext_header(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        struct buffer out = { 0 };

        reply_gemtext_header(&out, slice_of(headers[i].lang));
        if (!slice_is(buffer_slice(&out), headers[i].want))
            fail_msg("'%s': got '%.*s'", headers[i].lang, (int)out.length, out.bytes);
        buffer_clear(&out);
    }
}

static const struct {
    const char *url;
    bool want;
} urls[] = {
    { "https://tea.example/", true },
    { "HTTP://tea.example/", true },
    { "gemini://tea.example/", true },
    { "mailto:ada@tea.example", true },
    { "ftp://tea.example/", true },
    { "gopher://tea.example/", true },
    { "javascript:alert(1)", false },
    { "data:text/html,x", false },
    { "/tea/", false },
    { "https", false },
    { "", false },
};

static void
test_schemes_of_url_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
        if (reply_url_is_allowed(slice_of(urls[i].url)) != urls[i].want)
            fail_msg("'%s'", urls[i].url);
}

static void
test_url_page_is_escaped(void **state)
{
    struct buffer out = { 0 };
    struct slice page;

    (void)state;
    reply_url_page(&out, slice_of("https://x/\"><script>'&"));
    page = buffer_slice(&out);
    assert_int_equal(slice_find(page, "<script>"), SLICE_NONE);
    assert_int_equal(slice_find(page, "x/\""), SLICE_NONE);
    assert_int_not_equal(slice_find(page, "content=\"0;url=https://x/&quot;&gt;&lt;script&gt;&#39;&amp;\""),
                         SLICE_NONE);
    buffer_clear(&out);
}

static const struct {
    const char *name, *title, *menu;
} titles[] = {
    { "plain", "Tea", "iTea\tTITLE\tnull.host\t1\r\n" },
    { "controls", "T\te\r\na\x1b[2J\x7f", "iTea[2J\tTITLE\tnull.host\t1\r\n" },
    { "invalid UTF-8", "T\xff\xe2\x80z", "iTz\tTITLE\tnull.host\t1\r\n" },
    { "nothing", " \x01 ", "iUntitled\tTITLE\tnull.host\t1\r\n" },
};

static void
test_last_resort_cleans_the_title(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
        struct buffer gemtext = { 0 }, menu = { 0 }, text = { 0 };

        reply_sorry(slice_of(titles[i].title), &gemtext, &menu, &text);
        if (!slice_starts(buffer_slice(&menu), titles[i].menu))
            fail_msg("%s: got '%.*s'", titles[i].name, (int)menu.length, menu.bytes);
        assert_true(slice_starts(buffer_slice(&gemtext), "# "));
        assert_true(slice_ends(buffer_slice(&text), "\r\n"));
        buffer_clear(&gemtext);
        buffer_clear(&menu);
        buffer_clear(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gemtext_header),
        cmocka_unit_test(test_schemes_of_url_pages),
        cmocka_unit_test(test_url_page_is_escaped),
        cmocka_unit_test(test_last_resort_cleans_the_title),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
