/* glob_test.c - names and patterns as Hugo writes them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/glob.h"

static const struct {
    const char *pattern, *text;
    bool want;
} globs[] = {
    { "/a/*", "/a/b", true },
    { "/a/*", "/a/b/c", false },
    { "/a/**", "/a/b/c", true },
    { "/a/**", "/a", false },
    { "/a", "/a/b", false },
    { "a.md", "axmd", false },
    { "?.md", "a.md", true },
    { "?.md", "/.md", false },
    { "{/a/p*,/a/q}", "/a/q", true },
    { "{/a/p*,/a/q}", "/a/p1", true },
    { "{/a,/b}c", "/bc", true },
    { "{/a,/b", "/a", false },
    { "[ab].md", "b.md", true },
    { "[a-c]x", "cx", true },
    { "a}b,c", "a}b,c", true },
    { "/Blog/*", "/blog/x", true },
    { "\\*x", "*x", true },
    { "\\*x", "yx", false },
    { "a+(b)$^|", "a+(b)$^|", true },
    { "[", "[", false },
    { "", "", true },
    { "", "a", false },
    { "a\\", "a\\", true },
    { "**/x.md", "d/x.md", true },
};

static void
test_globs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(globs) / sizeof(globs[0]); i++)
        if (glob_matches(slice_of(globs[i].pattern), slice_of(globs[i].text)) != globs[i].want)
            fail_msg("%s on %s: expected %d", globs[i].pattern, globs[i].text, globs[i].want);
}

static const struct {
    const char *pattern, *text;
    bool want, valid;
} expressions[] = {
    { "\\.foo$", "content/a.foo", true, true },
    { "\\.foo$", "a.foo.md", false, true },
    { "secret", "content/my-secret.md", true, true },
    { "^content/priv/.*", "content/priv/a.md", true, true },
    { "\\d{4}-x", "2024-x", true, true },
    { "\\\\d", "\\d", true, true },
    { "(?i)DRAFT", "a/draft.md", true, true },
    { "(?:a|b)c", "bc", true, true },
    { "(", "(", false, false },
    { "a\\", "a", false, false },
    { "", "a", true, true },
};

static void
test_expressions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++) {
        bool valid, found = glob_finds(slice_of(expressions[i].pattern), slice_of(expressions[i].text), &valid);

        if (found != expressions[i].want || valid != expressions[i].valid)
            fail_msg("%s on %s: expected %d, valid %d", expressions[i].pattern, expressions[i].text,
                     expressions[i].want, expressions[i].valid);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_globs),
        cmocka_unit_test(test_expressions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
