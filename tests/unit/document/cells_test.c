/* cells_test.c - widths, graphemes and line breaks. */
#include "document/cells.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *name, *text;
    size_t want;
} widths[] = {
    { "nothing", "", 0 },
    { "ASCII", "AutoChunk", 9 },
    { "accents", "Zürich", 6 },
    { "combining accent", "Zu\xcc\x88rich", 6 },
    { "Han", "深圳大学", 8 },
    { "kana and Hangul", "かな한글", 8 },
    { "fullwidth punctuation", "，。", 4 },
    { "ambiguous quotes are narrow", "“x” — …", 7 },
    { "emoji", "🎤", 2 },
    { "narrow base with VS16", "🕹\xef\xb8\x8f", 2 },
    { "wide base with VS16", "🎤\xef\xb8\x8f", 2 },
    { "keycap", "1\xef\xb8\x8f\xe2\x83\xa3", 2 },
    { "joined emoji are the sum of their parts", "👩\xe2\x80\x8d💻", 4 },
    { "joiner", "x" CELLS_JOINER "[1]", 4 },
    { "invalid bytes are one replacement each", "a\xff\xfe", 3 },
};

static void
test_widths(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++) {
        size_t got = cells_of(slice_of(widths[i].text));

        if (got != widths[i].want)
            fail_msg("%s: '%s' got %zu, want %zu", widths[i].name, widths[i].text, got, widths[i].want);
    }
}

static const struct {
    const char *name, *text;
    size_t width;
    const char *line, *rest;
} breaks[] = {
    { "all fits", "one two", 7, "one two", "" },
    { "at a space", "one two", 6, "one", "two" },
    { "the space itself is too much", "one two", 3, "one", "two" },
    { "several spaces", "one   two", 5, "one", "two" },
    { "trailing spaces", "one  ", 9, "one", "" },
    { "hard split", "abcdefgh", 3, "abc", "defgh" },
    { "a long word moves down first", "ab cdefghi", 5, "ab", "cdefghi" },
    { "between Han", "深圳大学", 5, "深圳", "大学" },
    { "between Han and Latin", "使用PyTorch", 8, "使用", "PyTorch" },
    { "never before a fullwidth comma", "深圳，大学", 4, "深", "圳，大学" },
    { "never after an opening bracket", "深圳（大学", 6, "深圳", "（大学" },
    { "never before a closing quote", "深圳”大", 4, "深", "圳”大" },
    { "only forbidden places", "，，，", 4, "，，", "，" },
    { "a wide character alone is wider than the line", "深圳", 1, "深", "圳" },
    { "never inside a grapheme", "ae\xcc\x88o", 2, "ae\xcc\x88", "o" },
    { "not between Hangul syllables of a word", "한글 한글", 7, "한글", "한글" },
    { "not beside an emoji in a word", "x 🎤y", 3, "x", "🎤y" },
    { "a glued number stays with its word", "our Paper" CELLS_JOINER "[1]", 9, "our", "Paper" CELLS_JOINER "[1]" },
    { "a glued number stays with its Han", "论文" CELLS_JOINER "[1]", 4, "论", "文" CELLS_JOINER "[1]" },
    { "not before a separator", "one two | six", 8, "one", "two | six" },
    { "not before a dash that would be a bullet", "2023 May - now", 9, "2023", "May - now" },
    { "behind a separator", "one two | six", 10, "one two |", "six" },
    { "before a separator if there is no other place", "one | two", 3, "one", "| two" },
    { "a wide text's separator", "深圳 大学 · 计算", 10, "深圳 大", "学 · 计算" },
    { "a dash within a word is none", "one two -x", 8, "one two", "-x" },
    { "a hard split spares the glue", "abcd" CELLS_JOINER "[1", 4, "abc", "d" CELLS_JOINER "[1" },
};

static void
test_breaks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(breaks); i++) {
        struct slice text = slice_of(breaks[i].text);
        size_t next = 0;
        struct slice line = slice_range(text, 0, cells_break(text, breaks[i].width, &next));
        struct slice rest = slice_from(text, next);

        if (!slice_is(line, breaks[i].line) || !slice_is(rest, breaks[i].rest))
            fail_msg("%s: got '%.*s' and '%.*s', want '%s' and '%s'", breaks[i].name, (int)line.length, line.bytes,
                     (int)rest.length, rest.bytes, breaks[i].line, breaks[i].rest);
    }
}

static const struct {
    const char *name, *text;
    size_t width;
    const char *want;
} heads[] = {
    { "fits", "abc", 3, "abc" },
    { "cut", "abcd", 3, "abc" },
    { "wide character does not fit in one cell", "a深b", 2, "a" },
    { "at least one grapheme", "深", 1, "深" },
    { "no accent alone", "u\xcc\x88v", 1, "u\xcc\x88" },
};

static void
test_heads(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(heads); i++) {
        size_t got = cells_fit(slice_of(heads[i].text), heads[i].width);

        if (got != slice_of(heads[i].want).length)
            fail_msg("%s: got %zu bytes of '%s', want '%s'", heads[i].name, got, heads[i].text, heads[i].want);
    }
}

static const struct {
    const char *name, *text;
    size_t width;
    const char *want;
} excerpts[] = {
    { "short enough", "AutoChunk", 60, "AutoChunk" },
    { "at the end of a word", "Automated Activation Chunk", 20, "Automated Activation" },
    { "inside a word", "Automated Activation Chunk", 19, "Automated" },
    { "trailing punctuation goes", "AutoChunk: Automated", 12, "AutoChunk" },
    { "also when nothing is cut", "AutoChunk: –", 60, "AutoChunk" },
    { "an open bracket goes", "OpenMoE (2024)", 9, "OpenMoE" },
    { "one long word", "abcdefgh", 4, "abcd" },
    { "nothing but punctuation", "...", 9, "" },
    { "nothing", "", 9, "" },
};

static void
test_excerpts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(excerpts); i++) {
        struct slice got = cells_cut_words(slice_of(excerpts[i].text), excerpts[i].width);

        if (!slice_is(got, excerpts[i].want))
            fail_msg("%s: got '%.*s', want '%s'", excerpts[i].name, (int)got.length, got.bytes, excerpts[i].want);
    }
}

static const struct {
    uint32_t code_point;
    bool want;
} scripts[] = {
    { 'a', false },     { 0x6df1, true },  { 0x3042, true },  { 0x30a2, true },  { 0xff0c, true },  { 0xac00, false },
    { 0x1f3a4, false }, { 0x2019, false }, { 0x20000, true }, { 0x303f, false }, { 0x3131, false },
};

static void
test_scripts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(scripts); i++)
        if (cells_is_cjk(scripts[i].code_point) != scripts[i].want)
            fail_msg("U+%04X: want %s", (unsigned)scripts[i].code_point, scripts[i].want ? "true" : "false");
}

/* A chain of joined emoji must not become a line without end. */
static void
test_endless_grapheme(void **state)
{
    static const char chain[] =
        "👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d"
        "👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d"
        "👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d👩\xe2\x80\x8d";
    struct slice text = slice_of(chain);
    size_t next, end = cells_break(text, 30, &next);

    (void)state;
    assert_true(end > 0 && end < text.length);
    assert_true(cells_of(slice_range(text, 0, end)) <= 30);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),   cmocka_unit_test(test_breaks),  cmocka_unit_test(test_heads),
        cmocka_unit_test(test_excerpts), cmocka_unit_test(test_scripts), cmocka_unit_test(test_endless_grapheme),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
