/* names_test.c - slugs, titles from slugs, selectors, dates in file names, links in sources. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "site/head.h"
#include "site/link_scan.h"
#include "site/selector.h"
#include "site/slug.h"

static const struct {
    const char *text, *pretty, *plain, *title;
} slugs[] = {
    { "Hello-World", "Hello-World", "hello-world", "Hello World" },
    { "my_Slug here", "my_Slug-here", "my-slug-here", "My_slug here" },
    { "dots.v1.2", "dots.v1.2", "dots-v1-2", "Dots.v1.2" },
    { "\xc3\x9cn\xc3\xaf & co", "\xc3\x9cn\xc3\xaf-&-co", "\xc3\xbcn\xc3\xaf-co", "\xc3\x9cn\xc3\xaf & co" },
    { "-a--b-", "a-b", "a-b", " A  B" },
    { "--a", "a", "a", "  A" },
    { "\xe8\xae\xba\xe6\x96\x87", "\xe8\xae\xba\xe6\x96\x87", "\xe8\xae\xba\xe6\x96\x87", "\xe8\xae\xba\xe6\x96\x87" },
    { "", "", "", "" },
};

static void
check(const char *input, void (*make)(struct slice text, struct buffer *out), const char *want)
{
    struct buffer out = { 0 };

    make(slice_of(input), &out);
    if (!slice_is(buffer_slice(&out), want))
        fail_msg("%s: expected %s, got %.*s", input, want, (int)out.length, out.bytes);
    buffer_clear(&out);
}

static void
test_slugs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(slugs) / sizeof(slugs[0]); i++) {
        check(slugs[i].text, slug_pretty, slugs[i].pretty);
        check(slugs[i].text, slug_plain, slugs[i].plain);
        check(slugs[i].text, slug_title, slugs[i].title);
    }
}

static const struct {
    const char *key, *want;
} selectors[] = {
    { "/publications/", "/publications/" },
    { "/files/My CV.pdf", "/files/My-CV.pdf" },
    { "/files/My  CV.pdf", "/files/My-CV.pdf-2" },
    { "/caf\xc3\xa9/\xc3\x9c"
      "ber uns/",
      "/cafe/Uber-uns/" },
    { "/\xe8\xae\xba\xe6\x96\x87/", "/-/" },
    { "/\xe6\x96\x87/", "/--2/" },
    { "/taken page", "/taken-page-2" },
    { "/a?b", "/a-b" },
};

static void
test_selectors(void **state)
{
    struct arena *arena = arena_new();
    struct map *taken = map_new();

    (void)state;
    map_put(taken, slice_of("/taken-page"), arena);
    for (size_t i = 0; i < sizeof(selectors) / sizeof(selectors[0]); i++) {
        struct slice got = selector_make(slice_of(selectors[i].key), taken, arena, arena);

        if (!slice_is(got, selectors[i].want))
            fail_msg("%s: expected %s, got %.*s", selectors[i].key, selectors[i].want, (int)got.length, got.bytes);
    }
    map_free(taken);
    arena_free(arena);
}

static void
test_long_selectors(void **state)
{
    struct arena *arena = arena_new();
    struct map *taken = map_new();
    char key[400];

    (void)state;
    memset(key, 'x', sizeof(key));
    key[0] = '/';
    for (size_t i = 0; i < 20; i++) {
        struct slice got = selector_make(slice_make(key, sizeof(key) - i), taken, arena, arena);

        assert_true(got.length <= 255 && selector_is_plain(got));
        assert_ptr_equal(map_find(taken, got), arena);
    }
    assert_int_equal(map_count(taken), 20);
    map_free(taken);
    arena_free(arena);
}

static const struct {
    const char *name, *date, *slug; /* date NULL: none */
} file_names[] = {
    { "2024-05-07-hello.md", "2024-05-07", "hello" },
    { "2024-5-7-a-b.markdown", "2024-05-07", "a-b" },
    { "24-05-07-x.md", "2024-05-07", "x" },
    { "2024-05-07-v1.2.md", "2024-05-07", "v1.2" },
    { "2024-05-07-.md", "2024-05-07", "" },
    { "2024-05-07.md", NULL, NULL },
    { "2024-13-07-x.md", NULL, NULL },
    { "hello.md", NULL, NULL },
    { "2024-05-07-x", NULL, NULL },
};

static void
test_file_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(file_names) / sizeof(file_names[0]); i++) {
        struct date date;
        struct slice slug;
        bool found = head_name_date(slice_of(file_names[i].name), &date, &slug);
        char text[64] = "";

        if (found)
            snprintf(text, sizeof(text), "%04d-%02u-%02u", date.year, date.month, date.day);
        if (found != (file_names[i].date != NULL) ||
            (found && (strcmp(text, file_names[i].date) != 0 || !slice_is(slug, file_names[i].slug))))
            fail_msg("%s: got %s", file_names[i].name, found ? text : "no date");
    }
}

static void
collect(void *context, struct slice target)
{
    buffer_add(context, target);
    buffer_add_byte(context, '|');
}

static void
test_links(void **state)
{
    const char *text =
        "[a](one.md) ![i]( two.png \"t\") [b](<three four.md>)\n[x]: five.md\n"
        "<a href='six.md'>s</a> <img src=seven.png> [n]() https://e.org\n"
        "`[c](code.md)` ``[c]` (x) [c](code.md)`` <!-- [c](comment.md) --> [d](eight.md)\n\n"
        "```\n[c](fenced.md)\n```\n[e](nine.md) ` [f](ten.md)\n";
    struct buffer out = { 0 };

    (void)state;
    link_scan(slice_of(text), collect, &out);
    buffer_add_byte(&out, 0);
    assert_string_equal(out.bytes, "one.md|two.png|three four.md|five.md|six.md|seven.png|eight.md|nine.md|ten.md|");
    buffer_clear(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slugs),      cmocka_unit_test(test_selectors), cmocka_unit_test(test_long_selectors),
        cmocka_unit_test(test_file_names), cmocka_unit_test(test_links),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
