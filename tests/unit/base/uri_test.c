/* uri_test.c - the examples of RFC 3986 5.4, what is a reference at all, cleaning and percent-coding. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/uri.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
expect(const char *name, struct buffer *got, const char *want)
{
    if (!slice_is(buffer_slice(got), want))
        fail_msg("`%s`: `%.*s` instead of `%s`", name, (int)got->length, got->length > 0 ? got->bytes : "", want);
    buffer_clear(got);
}

/* RFC 3986 5.4.1 and 5.4.2, against http://a/b/c/d;p?q; the last one by its strict reading. */
static const struct {
    const char *reference, *target;
} resolutions[] = {
    { "g:h", "g:h" },
    { "g", "http://a/b/c/g" },
    { "./g", "http://a/b/c/g" },
    { "g/", "http://a/b/c/g/" },
    { "/g", "http://a/g" },
    { "//g", "http://g" },
    { "?y", "http://a/b/c/d;p?y" },
    { "g?y", "http://a/b/c/g?y" },
    { "#s", "http://a/b/c/d;p?q#s" },
    { "g#s", "http://a/b/c/g#s" },
    { "g?y#s", "http://a/b/c/g?y#s" },
    { ";x", "http://a/b/c/;x" },
    { "g;x", "http://a/b/c/g;x" },
    { "g;x?y#s", "http://a/b/c/g;x?y#s" },
    { "", "http://a/b/c/d;p?q" },
    { ".", "http://a/b/c/" },
    { "./", "http://a/b/c/" },
    { "..", "http://a/b/" },
    { "../", "http://a/b/" },
    { "../g", "http://a/b/g" },
    { "../..", "http://a/" },
    { "../../", "http://a/" },
    { "../../g", "http://a/g" },
    { "../../../g", "http://a/g" },
    { "../../../../g", "http://a/g" },
    { "/./g", "http://a/g" },
    { "/../g", "http://a/g" },
    { "g.", "http://a/b/c/g." },
    { ".g", "http://a/b/c/.g" },
    { "g..", "http://a/b/c/g.." },
    { "..g", "http://a/b/c/..g" },
    { "./../g", "http://a/b/g" },
    { "./g/.", "http://a/b/c/g/" },
    { "g/./h", "http://a/b/c/g/h" },
    { "g/../h", "http://a/b/c/h" },
    { "g;x=1/./y", "http://a/b/c/g;x=1/y" },
    { "g;x=1/../y", "http://a/b/c/y" },
    { "g?y/./x", "http://a/b/c/g?y/./x" },
    { "g?y/../x", "http://a/b/c/g?y/../x" },
    { "g#s/./x", "http://a/b/c/g#s/./x" },
    { "g#s/../x", "http://a/b/c/g#s/../x" },
    { "http:g", "http:g" },
    { "http://h/a/../b", "http://h/b" },
    { "//u@h:8/x", "http://u@h:8/x" },
};

static void
test_resolve(void **state)
{
    struct uri base, reference;

    (void)state;
    uri_split(slice_of("http://a/b/c/d;p?q"), &base);
    for (size_t i = 0; i < COUNT(resolutions); i++) {
        struct buffer got = { 0 };

        uri_split(slice_of(resolutions[i].reference), &reference);
        uri_resolve(&base, &reference, &got);
        expect(resolutions[i].reference, &got, resolutions[i].target);
    }
}

static void
test_resolve_without_path(void **state)
{
    struct uri base, reference;
    struct buffer got = { 0 };

    (void)state;
    uri_split(slice_of("gemini://tea.example"), &base);
    uri_split(slice_of("g"), &reference);
    uri_resolve(&base, &reference, &got);
    expect("g", &got, "gemini://tea.example/g");
}

static const struct {
    const char *text;
    bool valid;
    const char *scheme, *userinfo, *host, *port, *path, *query, *fragment;
} splits[] = {
    { "foo://example.com:8042/over/there?name=ferret#nose", true, "foo", "", "example.com", "8042", "/over/there",
      "name=ferret", "nose" },
    { "urn:example:animal", true, "urn", "", "", "", "example:animal", "", "" },
    { "gemini://[::1]:1965/", true, "gemini", "", "[::1]", "1965", "/", "", "" },
    { "gemini://[::1]/", true, "gemini", "", "[::1]", "", "/", "", "" },
    { "gemini://u:p@h/", true, "gemini", "u:p", "h", "", "/", "", "" },
    { "gemini://h:/", true, "gemini", "", "h", "", "/", "", "" },
    { "gemini://h?q", true, "gemini", "", "h", "", "", "q", "" },
    { "gemini://h#f?q", true, "gemini", "", "h", "", "", "", "f?q" },
    { "", true, "", "", "", "", "", "", "" },
    { "a/b:c", true, "", "", "", "", "a/b:c", "", "" },
    { "./b:c", true, "", "", "", "", "./b:c", "", "" },
    { "1b:c", false, "", "", "", "", "1b:c", "", "" },
    { "gemini://h:65536/", false, "gemini", "", "h", "65536", "/", "", "" },
    { "gemini://h:1x/", false, "gemini", "", "h", "1x", "/", "", "" },
    { "gemini://[::1/", false, "gemini", "", "[:", "1", "/", "", "" },
    { "gemini://[]/", false, "gemini", "", "[]", "", "/", "", "" },
    { "gemini://[fe80::1%25eth0]/", false, "gemini", "", "[fe80::1%25eth0]", "", "/", "", "" },
    { "gemini://h/a b", false, "gemini", "", "h", "", "/a b", "", "" },
    { "gemini://h/%4", false, "gemini", "", "h", "", "/%4", "", "" },
    { "gemini://h/%zz", false, "gemini", "", "h", "", "/%zz", "", "" },
    { "gemini://h/%41", true, "gemini", "", "h", "", "/%41", "", "" },
    { "gemini://h/[x]", false, "gemini", "", "h", "", "/[x]", "", "" },
    { "gemini://h/\xc3\xa9", false, "gemini", "", "h", "", "/\xc3\xa9", "", "" },
    { "gemini://h/#a#b", false, "gemini", "", "h", "", "/", "", "a#b" },
};

static void
test_split_and_parse(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(splits); i++) {
        struct uri uri;

        if (uri_parse(slice_of(splits[i].text), &uri) != splits[i].valid)
            fail_msg("`%s`: valid %d", splits[i].text, splits[i].valid);
        uri_split(slice_of(splits[i].text), &uri);
        if (!slice_is(uri.scheme, splits[i].scheme) || !slice_is(uri.userinfo, splits[i].userinfo) ||
            !slice_is(uri.host, splits[i].host) || !slice_is(uri.port, splits[i].port) ||
            !slice_is(uri.path, splits[i].path) || !slice_is(uri.query, splits[i].query) ||
            !slice_is(uri.fragment, splits[i].fragment))
            fail_msg("`%s`: host `%.*s` port `%.*s` path `%.*s`", splits[i].text, (int)uri.host.length, uri.host.bytes,
                     (int)uri.port.length, uri.port.bytes, (int)uri.path.length, uri.path.bytes);
    }
}

/* A NUL is no letter of a scheme, although strchr finds it in every string. */
static void
test_nul_bytes(void **state)
{
    struct slice text = SLICE("a\0b://[x]/\0");
    struct buffer got = { 0 };
    struct uri uri;

    (void)state;
    assert_false(uri_parse(text, &uri));
    assert_false(uri.has_scheme);
    uri_clean(text, &got);
    expect("NUL", &got, "a%00b://%5Bx%5D/%00");
}

static const struct {
    const char *text, *clean;
} cleanings[] = {
    { "/a b", "/a%20b" },
    { "/th\xc3\xa9", "/th%C3%A9" },
    { "/a\tb\nc", "/a%09b%0Ac" },
    { "/100%", "/100%25" },
    { "/%41%4", "/%41%254" },
    { "/a\"<>\\^`{|}", "/a%22%3C%3E%5C%5E%60%7B%7C%7D" },
    { "/[x]", "/%5Bx%5D" },
    { "gemini://[::1]/[x]", "gemini://[::1]/%5Bx%5D" },
    { "/a#b#c", "/a#b%23c" },
    { "/a?b?c&d=e", "/a?b?c&d=e" },
    { "mailto:a@b.example", "mailto:a@b.example" },
    { "", "" },
};

static void
test_clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cleanings); i++) {
        struct buffer once = { 0 }, twice = { 0 };

        uri_clean(slice_of(cleanings[i].text), &once);
        uri_clean(buffer_slice(&once), &twice);
        expect(cleanings[i].text, &once, cleanings[i].clean);
        expect(cleanings[i].clean, &twice, cleanings[i].clean);
    }
}

static uint32_t
next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

/* Texts from the bytes where the rules differ: cleaned twice they are what they were cleaned once. */
static void
test_clean_is_idempotent(void **state)
{
    static const char bytes[] = "ab1%%4:/?#[]@ \\\xc3\xa9\0.";
    uint32_t random = 1;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[16];
        size_t length = next_random(&random) % sizeof text;
        struct buffer once = { 0 }, twice = { 0 };

        for (size_t i = 0; i < length; i++)
            text[i] = bytes[next_random(&random) % (sizeof bytes - 1)];
        uri_clean(slice_make(text, length), &once);
        uri_clean(buffer_slice(&once), &twice);
        if (!slice_equal(buffer_slice(&once), buffer_slice(&twice)))
            fail_msg("round %d: `%.*s`, then `%.*s`", round, (int)once.length, once.bytes, (int)twice.length,
                     twice.bytes);
        buffer_clear(&once);
        buffer_clear(&twice);
    }
}

static const struct {
    const char *path, *clean;
} dots[] = {
    { "/a/b/c/./../../g", "/a/g" },
    { "mid/content=5/../6", "mid/6" },
    { "/..", "/" },
    { "/.", "/" },
    { "..", "" },
    { "../../a", "a" },
    { "/a/..", "/" },
    { "/a//..", "/a/" },
    { "/a//../b", "/a/b" },
    { "//a", "//a" },
    { "", "" },
};

static void
test_remove_dots(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(dots); i++) {
        struct buffer got = { 0 };

        uri_remove_dots(slice_of(dots[i].path), &got);
        expect(dots[i].path, &got, dots[i].clean);
    }
}

static void
test_code(void **state)
{
    struct slice all_bytes = SLICE("/a b\xff~%2f\0");
    struct buffer encoded = { 0 }, decoded = { 0 }, broken = { 0 };

    (void)state;
    uri_encode(all_bytes, "/", &encoded);
    uri_decode(buffer_slice(&encoded), &decoded);
    assert_true(slice_equal(buffer_slice(&decoded), all_bytes));
    expect("encode", &encoded, "/a%20b%FF~%252f%00");
    uri_decode(slice_of("%4%zz%41%"), &broken);
    expect("decode", &broken, "%4%zzA%");
    buffer_clear(&decoded);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resolve),         cmocka_unit_test(test_resolve_without_path),
        cmocka_unit_test(test_split_and_parse), cmocka_unit_test(test_nul_bytes),
        cmocka_unit_test(test_clean),           cmocka_unit_test(test_clean_is_idempotent),
        cmocka_unit_test(test_remove_dots),     cmocka_unit_test(test_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
