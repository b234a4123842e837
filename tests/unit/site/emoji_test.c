/* emoji_test.c - names of emoji in texts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/emoji.h"

static const struct {
    const char *text, *want;
    bool html;
} cases[] = {
    { "a :tada: b", "a \xf0\x9f\x8e\x89 b", false },
    { ":+1::100:", "\xf0\x9f\x91\x8d\xf0\x9f\x92\xaf", false },
    { ":1st_place_medal:", "\xf0\x9f\xa5\x87", false },
    { ":zzz:", "\xf0\x9f\x92\xa4", false },
    { "at 10:00:30, :no_such_name: and ::", "at 10:00:30, :no_such_name: and ::", false },
    { ":Tada:", ":Tada:", false },
    { ":tada", ":tada", false },
    { ":", ":", false },
    { "", "", false },
    { "`:tada:` :tada:", "`:tada:` \xf0\x9f\x8e\x89", false },
    { "```\n:tada:\n```\n:tada:", "```\n:tada:\n```\n\xf0\x9f\x8e\x89", false },
    { "`:tada:`", "`\xf0\x9f\x8e\x89`", true }, /* a backtick is a character in HTML */
    { "<a title=\":tada:\">:tada:</a>", "<a title=\":tada:\">\xf0\x9f\x8e\x89</a>", false },
    { "<code>:tada:</code>:tada:", "<code>:tada:</code>\xf0\x9f\x8e\x89", true },
    { "<pre>\n:tada:\n</pre>", "<pre>\n:tada:\n</pre>", true },
    { "<pre>:tada:", "<pre>:tada:", true },
    { "a < b\n:tada:", "a < b\n\xf0\x9f\x8e\x89", false },
};

static void
test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer out = { 0 };

        emoji_replace(slice_of(cases[i].text), !cases[i].html, &out);
        if (!slice_is(buffer_slice(&out), cases[i].want))
            fail_msg("\"%s\" gave \"%.*s\", not \"%s\"", cases[i].text, (int)out.length, out.bytes, cases[i].want);
        buffer_clear(&out);
    }
}

/* What takes longer than the limit of a test run is not linear. */
static void
test_floods_end(void **state)
{
    static const char *const units[] = { ":", "<", ":a", "<pre>", "`", "```\n", "<!--", ":tada:", ":_" };

    (void)state;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        struct buffer text = { 0 }, out = { 0 };

        while (text.length < 1 << 20)
            buffer_add_text(&text, units[i]);
        emoji_replace(buffer_slice(&text), true, &out);
        assert_true(out.length <= text.length);
        buffer_clear(&text);
        buffer_clear(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_floods_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
