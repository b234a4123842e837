/* permalink_test.c - styles, placeholders, cleaning. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/permalink.h"

static const struct slice categories[] = { SLICE("Foo Bar"), SLICE("baz"), SLICE("BAZ") };

static const struct permalink_fields fields = {
    .collection = SLICE("posts"),
    .path = SLICE("sub/2024-01-05-Tea Time"),
    .slug = SLICE("Tea Time & more"),
    .name = SLICE("2024-01-05-Tea Time"),
    .output_ext = SLICE(".html"),
    .categories = categories,
    .category_count = 3,
    .date = { .year = 2024, .month = 1, .day = 5, .hour = 6, .minute = 7, .second = 8 },
};

static const struct {
    const char *template, *want; /* want NULL: no such placeholder */
} templates[] = {
    { "/:collection/:path/", "/posts/sub/2024-01-05-Tea%20Time/" },
    { "/:title:output_ext", "/Tea-Time-&-more.html" },
    { "/:slug/:name", "/tea-time-more/2024-01-05-tea-time" },
    { "/:categories/:title/", "/foo%20bar/baz/Tea-Time-&-more/" },
    { "/:slugified_categories", "/foo-bar/baz" },
    { "/:year/:i_month/:i_day", "/2024/1/5" },
    { "/:month_:day", "/01_05" },
    { "/:short_year/:y_day/:short_month/:long_month", "/24/005/Jan/January" },
    { "/W:week/:w_year/:w_day/:short_day/:long_day", "/W01/2024/5/Fri/Friday" },
    { "/:hour:minute:second", "/060708" },
    { "/plain: text:", "/plain: text:" },
    { "/:nothing/", NULL },
};

static void
test_expand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++) {
        struct buffer out = { 0 };
        struct slice bad;
        bool fine = permalink_expand(slice_of(templates[i].template), &fields, &out, &bad);

        if (fine != (templates[i].want != NULL) || (fine && !slice_is(buffer_slice(&out), templates[i].want)))
            fail_msg("%s: got %.*s", templates[i].template, (int)out.length, out.bytes);
        buffer_clear(&out);
    }
}

static const struct {
    const char *template, *want;
} pages[] = {
    { "/:path/:basename:output_ext", "/a%20b/page.html" },
    { "/:title/", "/:title/" },
    { "/x/:basenames", "/x/pages" },
};

static void
test_expand_page(void **state)
{
    const struct permalink_page page = { SLICE("a b"), SLICE("page"), SLICE(".html") };

    (void)state;
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        struct buffer out = { 0 };

        permalink_expand_page(slice_of(pages[i].template), &page, &out);
        if (!slice_is(buffer_slice(&out), pages[i].want))
            fail_msg("%s: got %.*s", pages[i].template, (int)out.length, out.bytes);
        buffer_clear(&out);
    }
}

static const struct {
    const char *raw, *want;
} cleanings[] = {
    { "x/y", "/x/y" },  { "/x//y///z", "/x/y/z" },      { "/a/../b", "/a/b" },
    { "/a./b", "/ab" }, { "http://x/a", "/http:/x/a" }, { "", "/" },
};

static void
test_clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cleanings) / sizeof(cleanings[0]); i++) {
        struct buffer out = { 0 };

        permalink_clean(slice_of(cleanings[i].raw), &out);
        if (!slice_is(buffer_slice(&out), cleanings[i].want))
            fail_msg("%s: got %.*s", cleanings[i].raw, (int)out.length, out.bytes);
        buffer_clear(&out);
    }
}

static const struct {
    const char *permalink, *template, *suffix;
} styles[] = {
    { "", "/:categories/:year/:month/:day/:title:output_ext", ":output_ext" },
    { "pretty", "/:categories/:year/:month/:day/:title/", "/" },
    { "weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext", "" },
    { "/:title/", "/:title/", "/" },
    { "/:title:output_ext", "/:title:output_ext", ":output_ext" },
    { "/:title", "/:title", "" },
};

static void
test_styles(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
        struct slice permalink = slice_of(styles[i].permalink);

        assert_true(slice_is(permalink_post_template(permalink), styles[i].template));
        assert_true(slice_is(permalink_suffix(permalink), styles[i].suffix));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expand),
        cmocka_unit_test(test_expand_page),
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_styles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
