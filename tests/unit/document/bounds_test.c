/* bounds_test.c - which shapes never reach the parser. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "document/bounds.h"

/* A source of COUNT times PIECE, then MORE times NEXT. */
static const struct {
    const char *name, *piece;
    size_t count;
    const char *next;
    size_t more;
    enum bounds_verdict want;
    unsigned line;
} cases[] = {
    { "empty", "", 0, "", 0, BOUNDS_KEPT, 0 },
    { "plain text", "Tea is a drink.\n", 100, "", 0, BOUNDS_KEPT, 0 },
    { "long", "0123456789abcde\n", (256 << 10) / 16, "x", 1, BOUNDS_SUSPICIOUS, 16385 },
    { "a batch's worth", "0123456789abcde\n", (256 << 10) / 16, "", 0, BOUNDS_KEPT, 0 },
    { "largest", "0123456789abcde\n", (1 << 20) / 16, "", 0, BOUNDS_SUSPICIOUS, 16385 },
    { "too long", "0123456789abcde\n", (1 << 20) / 16, "x", 1, BOUNDS_BROKEN, 65537 },
    { "16 quote markers", ">", 16, " tea\n", 1, BOUNDS_KEPT, 0 },
    { "17 quote markers", ">", 17, " tea\n", 1, BOUNDS_SUSPICIOUS, 1 },
    { "64 list markers", "- ", 64, "tea\n", 1, BOUNDS_SUSPICIOUS, 1 },
    { "65 list markers", "- ", 65, "tea\n", 1, BOUNDS_BROKEN, 1 },
    { "65 ordered markers", "1) ", 65, "tea\n", 1, BOUNDS_BROKEN, 1 },
    { "65 ordered markers with dots", "23. ", 65, "tea\n", 1, BOUNDS_BROKEN, 1 },
    { "65 markers on line 2", "\n", 1, ">>>>>>>>>> + * - >>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>\n", 1,
      BOUNDS_BROKEN, 2 },
    { "emphasis is no marker", "*a", 100, "*\n", 1, BOUNDS_KEPT, 0 },
    { "numbers are no markers", "1.5 ", 100, "\n", 1, BOUNDS_KEPT, 0 },
    { "dashes are no markers", "-", 100, "\n", 1, BOUNDS_KEPT, 0 },
    { "depth 16 with blank lines up to the limit", "- - - - - - - - - - - - - - - - a\n", 1, "\n", 62500, BOUNDS_KEPT,
      0 },
    { "depth 16 with more blank lines", "- - - - - - - - - - - - - - - - a\n", 1, "\n", 62501, BOUNDS_SUSPICIOUS, 1 },
    { "deep by columns", " \t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t- a\n", 1, "> >\n", 250001, BOUNDS_BROKEN, 1 },
    { "8192 brackets", "[", 8192, "", 0, BOUNDS_KEPT, 0 },
    { "8193 brackets", "[", 8193, "", 0, BOUNDS_SUSPICIOUS, 1 },
    { "32769 brackets", "[", 32769, "", 0, BOUNDS_BROKEN, 1 },
    { "brackets over many lines", "[a\n", 32769, "", 0, BOUNDS_BROKEN, 32769 },
    { "brackets behind the one too many", "[a\n", 40000, "", 0, BOUNDS_BROKEN, 32769 },
};

static void
fill(struct buffer *text, size_t row)
{
    for (size_t i = 0; i < cases[row].count; i++)
        buffer_add_text(text, cases[row].piece);
    for (size_t i = 0; i < cases[row].more; i++)
        buffer_add_text(text, cases[row].next);
}

static void
test_verdict_by_shape(void **state)
{
    (void)state;
    for (size_t row = 0; row < sizeof(cases) / sizeof(cases[0]); row++) {
        struct buffer text = { 0 };
        struct bounds got;

        fill(&text, row);
        got = bounds_of_markdown(buffer_slice(&text));
        if (got.verdict != cases[row].want || got.line != cases[row].line)
            fail_msg("%s: got %d on line %u, expected %d on line %u", cases[row].name, got.verdict, got.line,
                     cases[row].want, cases[row].line);
        assert_int_equal(got.reason != NULL, got.verdict != BOUNDS_KEPT);
        buffer_clear(&text);
    }
}

static void
test_length_alone(void **state)
{
    struct buffer text = { 0 };
    struct slice all;

    (void)state;
    while (text.length <= BOUNDS_BYTES)
        buffer_add_text(&text, "tea\n");
    all = buffer_slice(&text);
    assert_int_equal(bounds_of_length(slice_range(all, 0, 256 << 10)).verdict, BOUNDS_KEPT);
    assert_int_equal(bounds_of_length(slice_range(all, 0, BOUNDS_BYTES)).verdict, BOUNDS_SUSPICIOUS);
    assert_int_equal(bounds_of_length(slice_range(all, 0, BOUNDS_BYTES + 1)).verdict, BOUNDS_BROKEN);
    assert_int_equal(bounds_of_length(slice_range(all, 0, BOUNDS_BYTES + 1)).line, BOUNDS_BYTES / 4 + 1);
    buffer_clear(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdict_by_shape),
        cmocka_unit_test(test_length_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
