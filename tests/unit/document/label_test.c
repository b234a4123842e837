/* label_test.c - words of links, raised words, bare URLs, badges. */
#include "document/label.h"

#include "document/autolink.h"
#include "document/badge.h"
#include "document/script.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *words, *want;
} strips[] = {
    { "Paper", "Paper" },
    { "[Paper]", "Paper" },
    { "All papers \u2192", "All papers" },
    { "[DOI \u2197]", "DOI" },
    { "\u2192", "\u2192" },
    { " ( Paper ) ", "Paper" },
    { "[[Paper]]", "[[Paper]]" },
    { "[Paper)", "[Paper)" },
    { "[a] [b]", "[a] [b]" },
    { "f(x)", "f(x)" },
    { "", "" },
    { "[", "[" },
    { "[]", "" },
};

static const struct {
    const char *label;
    bool replaceable, generic;
} kinds[] = {
    { "here", true, true },          { "Read More", true, true }, { "Paper", false, true }, { "ARXIV", false, true },
    { "project page", false, true }, { "OpenMoE", false, false }, { "", false, false },     { "papers", false, false },
};

static const struct {
    const char *heading, *want;
} headings[] = {
    { "\xf0\x9f\x8e\xa4 Talks", "Talks" },
    { "\xf0\x9f\x95\xb9\xef\xb8\x8f Games", "Games" },
    { "Talks", "Talks" },
    { "\xe2\x98\x85", "\xe2\x98\x85" },
};

static const struct {
    enum script script;
    const char *text, *want;
} scripts[] = {
    { SCRIPT_RAISED, "2", "\xc2\xb2" },
    { SCRIPT_RAISED, "-1", "\xe2\x81\xbb\xc2\xb9" },
    { SCRIPT_RAISED, "*", "*" },
    { SCRIPT_RAISED, "\xe2\x80\xa0\xe2\x80\xa1", "\xe2\x80\xa0\xe2\x80\xa1" },
    { SCRIPT_RAISED, "q", "^q" },
    { SCRIPT_RAISED, "1,2", "^(1,2)" },
    { SCRIPT_LOWERED, "2", "\xe2\x82\x82" },
    { SCRIPT_LOWERED, "B", "_B" },
    { SCRIPT_LOWERED, "max B", "_(max B)" },
    { SCRIPT_RAISED, "", "" },
};

/* The URLs of a text, `|` behind each. */
static const struct {
    const char *text, *want;
} urls[] = {
    { "no URL", "" },
    { "https://a.org", "https://a.org|" },
    { "http://a.org. GEMINI://b.org/x!?", "http://a.org|GEMINI://b.org/x|" },
    { "(see https://a.org/(b))", "https://a.org/(b)|" },
    { "[https://a.org]", "https://a.org|" },
    { "https://[::1]/x", "https://[::1]/x|" },
    { "**https://a.org**", "https://a.org|" },
    { "<https://a.org>https", "https://a.org|" },
    { "\"https://a.org\"", "https://a.org|" },
    { "\xe8\xa7\x81https://a.org\xe3\x80\x82", "https://a.org|" },
    { "https:// x", "" },
    { "ahttp://a.org", "" },
    { "svn+http://a.org", "http://a.org|" },
    { "ftp://a.org", "" },
    { "http://https://a.org", "http://https://a.org|" },
    { "://://", "" },
};

static const struct {
    const char *source;
    bool want;
} badges[] = {
    { "https://img.shields.io/github/stars/x", true },
    { "https://badge.fury.io/x", true },
    { "https://codecov.io/gh/x", true },
    { "https://komarev.com/ghpvc/?username=x", true },
    { "https://visitor-badge.glitch.me/badge", true },
    { "https://hits.seeyoufarm.com/x", true },
    { "https://zenodo.org/badge/1.svg", true },
    { "https://github.com/x/actions/workflows/ci/badge.svg", true },
    { "https://x.org/y?style=for-the-badge", true },
    { "data:image/png;base64,x", true },
    { "https://www.clustrmaps.com/map_v2.png?d=x", true },
    { "https://x.org/me.jpg", false },
    { "badge.png", false },
    { "https://zenodo.org/record/1.png", false },
    { "https://whits.org/x.png", false },
};

static const struct {
    const char *source, *alt, *want;
} badge_texts[] = {
    { "https://img.shields.io/badge/Paper-arXiv-red", "", "Paper arXiv" },
    { "https://img.shields.io/badge/Paper-arXiv-red", "Static Badge", "Paper arXiv" },
    { "https://img.shields.io/badge/Paper-arXiv-red", "PDF", "PDF" },
    { "https://img.shields.io/badge/a_b--c__d-red?style=flat", "", "a b-c_d" },
    { "https://img.shields.io/badge/Google%20Scholar-orange", "", "Google Scholar" },
    { "https://img.shields.io/badge/red", "", "" },
    { "https://img.shields.io/github/stars/x/y", "", "" },
    { "https://x.org/badge/a-b", "", "" },
};

static void
test_strip(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(strips); i++) {
        struct slice got = label_strip(slice_of(strips[i].words));

        if (!slice_is(got, strips[i].want))
            fail_msg("'%s': got '%.*s', want '%s'", strips[i].words, (int)got.length, got.bytes, strips[i].want);
    }
}

static void
test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (label_is_replaceable(slice_of(kinds[i].label)) != kinds[i].replaceable ||
            label_is_generic(slice_of(kinds[i].label)) != kinds[i].generic)
            fail_msg("'%s' is taken for another kind", kinds[i].label);
}

static void
test_headings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(headings); i++) {
        struct slice got = label_of_heading(slice_of(headings[i].heading));

        if (!slice_is(got, headings[i].want))
            fail_msg("'%s': got '%.*s'", headings[i].heading, (int)got.length, got.bytes);
    }
}

static void
test_scripts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(scripts); i++) {
        struct buffer out = { 0 };

        script_write(slice_of(scripts[i].text), scripts[i].script, &out);
        if (!slice_is(buffer_slice(&out), scripts[i].want))
            fail_msg("'%s': got '%.*s', want '%s'", scripts[i].text, (int)out.length, out.bytes, scripts[i].want);
        buffer_clear(&out);
    }
}

static void
test_urls(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct slice text = slice_of(urls[i].text);
        struct buffer out = { 0 };
        size_t start = 0, stop;

        for (; autolink_find(text, text.length, &start, &stop); start = stop) {
            buffer_add(&out, slice_range(text, start, stop));
            buffer_add_byte(&out, '|');
        }
        if (!slice_is(buffer_slice(&out), urls[i].want))
            fail_msg("'%s': got '%.*s', want '%s'", urls[i].text, (int)out.length, out.bytes, urls[i].want);
        buffer_clear(&out);
    }
}

static void
test_badges(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(badges); i++)
        if (badge_is(&(struct sink_image){ .source = slice_of(badges[i].source) }) != badges[i].want)
            fail_msg("'%s' is%s taken for a badge", badges[i].source, badges[i].want ? " not" : "");
}

static void
test_badge_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(badge_texts); i++) {
        struct sink_image image = { .source = slice_of(badge_texts[i].source), .alt = slice_of(badge_texts[i].alt) };
        struct buffer out = { 0 };

        badge_words(&image, &out);
        if (!slice_is(buffer_slice(&out), badge_texts[i].want))
            fail_msg("'%s': got '%.*s', want '%s'", badge_texts[i].source, (int)out.length, out.bytes,
                     badge_texts[i].want);
        buffer_clear(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strip),       cmocka_unit_test(test_kinds), cmocka_unit_test(test_headings),
        cmocka_unit_test(test_scripts),     cmocka_unit_test(test_urls),  cmocka_unit_test(test_badges),
        cmocka_unit_test(test_badge_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
