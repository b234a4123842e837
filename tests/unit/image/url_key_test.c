#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "image/url_key.h"

static const struct {
    const char *name, *url, *want;
} cases[] = {
    { "plain", "https://tea.example/", "URL:https://tea.example/" },
    { "fragment", "https://tea.example/#cup", "URL:https://tea.example/" },
    { "decoded once", "https://tea.example/a%20b?x=1&y=2", "URL:https://tea.example/a b?x=1&y=2" },
    { "as lynx sends it", "https://tea.example/a b?x=1&y=2", "URL:https://tea.example/a b?x=1&y=2" },
    { "encoded twice", "https://tea.example/a%2520b", "URL:https://tea.example/a b" },
    { "encoded many times", "https://tea.example/%2525252541", "URL:https://tea.example/A" },
    { "digits completed by another escape", "x:%%34%31", "URL:x:A" },
    { "encoded number sign", "https://tea.example/a%23b", "URL:https://tea.example/a" },
    { "no escape", "https://tea.example/100%", "URL:https://tea.example/100%" },
    { "half an escape", "https://tea.example/%4", "URL:https://tea.example/%4" },
    { "not hexadecimal", "https://tea.example/%zz", "URL:https://tea.example/%zz" },
    { "prefix is not part of an escape", "%41", "URL:A" },
    { "empty", "", "URL:" },
};

static void
test_one_key_for_all_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer key = { 0 };

        url_key(slice_of(cases[i].url), &key);
        if (!slice_is(buffer_slice(&key), cases[i].want))
            fail_msg("%s: got '%.*s', expected '%s'", cases[i].name, (int)key.length, key.bytes, cases[i].want);
        buffer_clear(&key);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_key_for_all_forms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
