/* target_test.c - links without a site. */
#include "document/target.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
    const char *href;
    enum target_kind kind;
    const char *url;
    char item;
} cases[] = {
    { "https://a.org/x", TARGET_WEB, "https://a.org/x", 0 },
    { "HTTP://a.org", TARGET_WEB, "HTTP://a.org", 0 },
    { " https://a.org/\nx ", TARGET_WEB, "https://a.org/x", 0 },
    { "//a.org/x", TARGET_WEB, "https://a.org/x", 0 },
    { "gemini://a.org/", TARGET_WEB, "gemini://a.org/", 0 },
    { "tel:+65123", TARGET_WEB, "tel:+65123", 0 },
    { "gopher://a.org/1/x", TARGET_GOPHER, "gopher://a.org/1/x", 0 },
    { "mailto:j@x.org", TARGET_MAIL, "mailto:j@x.org", 0 },
    { "j@x.org", TARGET_MAIL, "mailto:j@x.org", 0 },
    { "@handle", TARGET_PAGE, "@handle", '1' },
    { "javascript:alert(1)", TARGET_NONE, "", 0 },
    { "JavaScript:x", TARGET_NONE, "", 0 },
    { "java\nscript:x", TARGET_NONE, "", 0 },
    { "vbscript:x", TARGET_NONE, "", 0 },
    { "data:text/plain,x", TARGET_NONE, "", 0 },
    { "file:///etc/passwd", TARGET_NONE, "", 0 },
    { "blob:x", TARGET_NONE, "", 0 },
    { "about:blank", TARGET_NONE, "", 0 },
    { "C:\\papers\\x.pdf", TARGET_NONE, "", 0 },
    { "https://", TARGET_NONE, "", 0 },
    { "#top", TARGET_NONE, "", 0 },
    { "", TARGET_NONE, "", 0 },
    { "  ", TARGET_NONE, "", 0 },
    { "/publications/", TARGET_PAGE, "/publications/", '1' },
    { "../x.html#y", TARGET_PAGE, "../x.html#y", '1' },
    { "files/cv.pdf", TARGET_PAGE, "files/cv.pdf", '9' },
    { "me.jpg", TARGET_PAGE, "me.jpg", 'I' },
    { "{{ site.url }}{{ site.baseurl }}/x/", TARGET_PAGE, "/x/", '1' },
    { "{{ site.url", TARGET_PAGE, "%7B%7B%20site.url", '9' },
    { "https://a.org/a b\xc3\xa4\"<>\\^`{|}[%zz%41##", TARGET_WEB,
      "https://a.org/a%20b%C3%A4%22%3C%3E%5C%5E%60%7B%7C%7D%5B%25zz%41#%23", 0 },
};

static void
test_targets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *arena = arena_new();
        struct target target;

        target_clean(slice_of(cases[i].href), arena, &target);
        if (target.kind != cases[i].kind || !slice_is(target.url, cases[i].url) || target.item != cases[i].item)
            fail_msg("'%s': got kind %d, '%.*s', '%c'; want kind %d, '%s', '%c'", cases[i].href, (int)target.kind,
                     (int)target.url.length, target.url.bytes, target.item, (int)cases[i].kind, cases[i].url,
                     cases[i].item);
        arena_free(arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_targets) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
