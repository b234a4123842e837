/* wrap_test.c - marks as characters, and lines of limited width. */
#include "document/wrap.h"

#include "document/cells.h"
#include "document/lines.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *name, *text, *tab, *want;
} cleanings[] = {
    { "plain", "Zürich 深圳", " ", "Zürich 深圳" },
    { "tab as a space", "a\tb", " ", "a b" },
    { "tab in code", "\tb", "    ", "    b" },
    { "controls",
      "a\x1b[0m\x01\x7f"
      "b",
      " ", "a[0mb" },
    { "C1",
      "a\xc2\x9b"
      "b",
      " ", "ab" },
    { "invalid UTF-8",
      "a\xff"
      "b",
      " ",
      "a\xef\xbf\xbd"
      "b" },
    { "joiners of the source", "a" CELLS_JOINER "b", " ", "ab" },
};

static void
test_cleaning(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cleanings); i++) {
        struct buffer out = { 0 };

        wrap_add_clean(slice_of(cleanings[i].text), cleanings[i].tab, &out);
        if (!slice_is(buffer_slice(&out), cleanings[i].want))
            fail_msg("%s: got '%.*s', want '%s'", cleanings[i].name, (int)out.length, out.bytes, cleanings[i].want);
        buffer_clear(&out);
    }
}

static const struct {
    const char *name, *text;
    struct mark marks[4];
    size_t mark_count;
    const char *menu, *plain;
} spans[] = {
    { "no marks", "Hello", { { 0 } }, 0, "Hello", "Hello" },
    { "link", "by Yang You, who", { { 11, MARK_LINK, 0 } }, 1, "by Yang You[1], who", "by Yang You[1], who" },
    { "link at the end", "Paper", { { 5, MARK_LINK, 11 } }, 1, "Paper[12]", "Paper[12]" },
    { "emphasis",
      "in 2025, maybe",
      { { 3, MARK_EMPHASIS_OPEN, 0 }, { 7, MARK_EMPHASIS_CLOSE, 0 } },
      2,
      "in 2025, maybe",
      "in *2025*, maybe" },
    { "nested emphasis is marked once",
      "at ICML 2024",
      { { 0, MARK_EMPHASIS_OPEN, 0 },
        { 3, MARK_EMPHASIS_OPEN, 0 },
        { 7, MARK_EMPHASIS_CLOSE, 0 },
        { 12, MARK_EMPHASIS_CLOSE, 0 } },
      4,
      "at ICML 2024",
      "*at ICML 2024*" },
    { "close without open", "x", { { 1, MARK_EMPHASIS_CLOSE, 0 } }, 1, "x", "x" },
    { "image",
      "the logo here",
      { { 4, MARK_IMAGE_OPEN, 2 }, { 8, MARK_IMAGE_CLOSE, 2 } },
      2,
      "the logo[3] here",
      "the [image: logo] [3] here" },
    { "note", "so[1] it is", { { 2, MARK_NOTE, 0 } }, 1, "so[^1] it is", "so[^1] it is" },
};

static void
check_compose(const char *name, const struct span *span, bool plain, const char *want)
{
    struct span_style style = { .emphasis = plain, .images = plain, .number = number_by_index };
    struct buffer glued = { 0 }, out = { 0 };

    wrap_compose(span, &style, &glued);
    wrap_add_unglued(buffer_slice(&glued), &out);
    if (!slice_is(buffer_slice(&out), want))
        fail_msg("%s: got '%.*s', want '%s'", name, (int)out.length, out.bytes, want);
    buffer_clear(&glued);
    buffer_clear(&out);
}

static void
test_spans(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(spans); i++) {
        struct span span = { slice_of(spans[i].text), spans[i].marks, spans[i].mark_count };

        check_compose(spans[i].name, &span, false, spans[i].menu);
        check_compose(spans[i].name, &span, true, spans[i].plain);
    }
}

static const struct {
    const char *name, *text;
    size_t width;
    const char *first, *rest;
    bool guard_dots;
    const char *want;
} texts[] = {
    { "one line", "one two", 10, "", "", false, "one two|" },
    { "wrapped", "one two three", 9, "", "", false, "one two|three|" },
    { "hanging indent", "one two three", 9, "- ", "  ", false, "- one two|  three|" },
    { "quote", "one two", 5, "> ", "> ", false, "> one|> two|" },
    { "empty quote", "", 5, "> ", "> ", false, ">|" },
    { "empty line", "", 5, "", "", false, "|" },
    { "Han", "深圳，大学", 6, "", "", false, "深圳，|大学|" },
    { "arrow is guarded", "=> x", 9, "", "", false, " => x|" },
    { "and the guard counts", "=>xyz =>a", 6, "", "", false, " =>xyz| =>a|" },
    { "backticks", "```c", 9, "", "", false, " ```c|" },
    { "no guard behind a prefix", "=> x", 9, "- ", "  ", false, "- => x|" },
    { "dot in a menu", ".bib", 9, "", "", false, ".bib|" },
    { "dot in a text", ".bib and .bst", 8, "", "", true, " .bib|and .bst|" },
    { "prefix as wide as the line", "ab", 2, "> ", "> ", false, "> a|> b|" },
};

static void
test_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buffer out = { 0 };
        struct wrap wrap = {
            texts[i].width, slice_of(texts[i].first), slice_of(texts[i].rest), texts[i].guard_dots, collect_line, &out
        };

        wrap_text(&wrap, slice_of(texts[i].text));
        if (!slice_is(buffer_slice(&out), texts[i].want))
            fail_msg("%s: got '%.*s', want '%s'", texts[i].name, (int)out.length, out.bytes, texts[i].want);
        buffer_clear(&out);
    }
}

/* At every width the number stands on the line of its word's end, and no line is too wide. */
static void
test_numbers_stay(void **state)
{
    static const struct mark marks[] = { { 15, MARK_LINK, 122 }, { 38, MARK_LINK, 4 } };
    const struct span span = { slice_of("advised by Yang You 南洋理工大学 and"), marks, 2 };
    const struct span_style style = { .number = number_by_index };
    struct buffer text = { 0 };

    (void)state;
    wrap_compose(&span, &style, &text);
    for (size_t width = 8; width <= 50; width++) {
        struct buffer out = { 0 };
        struct wrap wrap = { .width = width, .on_line = collect_line, .context = &out };
        struct slice rest, line;

        wrap_text(&wrap, buffer_slice(&text));
        rest = buffer_slice(&out);
        assert_true(slice_find(rest, "g[123] You") != SLICE_NONE || slice_find(rest, "g[123]|You") != SLICE_NONE);
        assert_true(slice_find(rest, "[5]") != SLICE_NONE && slice_find(rest, "|[5]") == SLICE_NONE);
        while (slice_take_part(&rest, '|', &line))
            assert_true(cells_of(line) <= width);
        buffer_clear(&out);
    }
    buffer_clear(&text);
}

static void
test_whole_line(void **state)
{
    struct buffer out = { 0 };
    struct wrap wrap = { .width = 4, .guard_dots = true, .on_line = collect_line, .context = &out };

    (void)state;
    wrap_whole(&wrap, slice_of("[1] https://example.org/"));
    wrap_whole(&wrap, slice_of(".x"));
    assert_true(slice_is(buffer_slice(&out), "[1] https://example.org/| .x|"));
    buffer_clear(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cleaning),     cmocka_unit_test(test_spans),      cmocka_unit_test(test_texts),
        cmocka_unit_test(test_numbers_stay), cmocka_unit_test(test_whole_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
