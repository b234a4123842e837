/* table_layout_test.c - aligned columns and records. */
#include "document/table_layout.h"

#include "document/lines.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CELLS_MAX    9

struct sample {
    size_t rows, columns;
    bool header;
    enum alignment alignments[3];
    const char *cells[CELLS_MAX];
};

static const struct {
    const char *name;
    struct sample sample;
    size_t width;
    const char *want; /* NULL: too wide */
} layouts[] = {
    { "header and two rows",
      { 3, 2, true, { 0 }, { "Name", "Venue", "AutoChunk", "ICLR 2024", "OpenMoE", "ICML 2024" } },
      80,
      "Name       Venue\n---------  ---------\nAutoChunk  ICLR 2024\nOpenMoE    ICML 2024" },
    { "no header", { 2, 2, false, { 0 }, { "a", "b", "ccc", "d" } }, 80, "a    b\nccc  d" },
    { "exactly as wide as allowed", { 1, 2, false, { 0 }, { "abc", "de" } }, 7, "abc  de" },
    { "one cell too wide", { 1, 2, false, { 0 }, { "abc", "def" } }, 7, NULL },
    { "wide characters", { 2, 2, true, { 0 }, { "学校", "x", "a", "y" } }, 80, "学校  x\n----  -\na     y" },
    { "empty cells leave no blanks behind", { 2, 2, false, { 0 }, { "a", "", "", "" } }, 80, "a\n" },
    { "empty column", { 1, 3, false, { 0 }, { "a", "", "b" } }, 80, "a     b" },
    { "no rows", { 0, 2, false, { 0 }, { NULL } }, 80, "" },
};

static void
fill(const struct sample *sample, struct span *cells, struct table *table)
{
    for (size_t i = 0; i < CELLS_MAX; i++)
        cells[i] = (struct span){ .text = slice_of(sample->cells[i]) };
    *table = (struct table){ sample->rows, sample->columns, sample->header, sample->alignments, cells };
}

static void
test_layouts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(layouts); i++) {
        struct span cells[CELLS_MAX];
        struct table table;
        struct buffer out = { 0 };
        const char *want = layouts[i].want;

        fill(&layouts[i].sample, cells, &table);
        if (table_layout(&table, layouts[i].width, &out) != (want != NULL))
            fail_msg("%s: width %zu misjudged", layouts[i].name, layouts[i].width);
        if (!slice_equal(buffer_slice(&out), slice_of(want)))
            fail_msg("%s: got '%.*s', want '%s'", layouts[i].name, (int)out.length, out.bytes, want ? want : "");
        buffer_clear(&out);
    }
}

static void
test_alignments(void **state)
{
    const struct sample sample = {
        2, 3, true, { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT }, { "left", "middle", "right", "a", "b", "1" }
    };
    struct span cells[CELLS_MAX];
    struct table table;
    struct buffer out = { 0 };

    (void)state;
    fill(&sample, cells, &table);
    assert_true(table_layout(&table, 80, &out));
    assert_true(slice_is(buffer_slice(&out), "left  middle  right\n----  ------  -----\na       b         1"));
    buffer_clear(&out);
}

static const struct {
    const char *name;
    struct sample sample;
    size_t width;
    const char *want;
} prints[] = {
    { "fits", { 2, 2, true, { 0 }, { "Name", "Venue", "X", "Y" } }, 20, "Name  Venue|----  -----|X     Y|" },
    { "records",
      { 3, 3, true, { 0 }, { "Name", "Venue", "Year", "AutoChunk", "ICLR", "2024", "OpenMoE", "", "2024" } },
      14,
      "- AutoChunk|  Venue: ICLR|  Year: 2024||- OpenMoE|  Year: 2024|" },
    { "records without names", { 2, 2, false, { 0 }, { "long one", "b", "c", "d" } }, 10, "- long one|  b||- c|  d|" },
    { "one column", { 2, 1, false, { 0 }, { "much too wide", "c" } }, 10, "- much too|  wide|- c|" },
    { "only a header", { 1, 2, true, { 0 }, { "much too", "wide" } }, 10, "- much too|  wide|" },
    { "guarded", { 1, 2, false, { 0 }, { "=>", "x" } }, 10, " =>  x|" },
};

static void
test_prints(void **state)
{
    const struct span_style style = { .number = number_by_index };

    (void)state;
    for (size_t i = 0; i < COUNT(prints); i++) {
        struct span cells[CELLS_MAX];
        struct table table;
        struct buffer out = { 0 };
        struct wrap wrap = { .width = prints[i].width, .on_line = collect_line, .context = &out };

        fill(&prints[i].sample, cells, &table);
        table_print(&table, &style, &wrap);
        if (!slice_is(buffer_slice(&out), prints[i].want))
            fail_msg("%s: got '%.*s', want '%s'", prints[i].name, (int)out.length, out.bytes, prints[i].want);
        buffer_clear(&out);
    }
}

/* Numbers count for the columns, and decide whether the table fits. */
static void
test_numbers(void **state)
{
    static const struct mark mark = { 4, MARK_LINK, 6 };
    const struct span cells[] = { { slice_of("Code"), &mark, 1 },
                                  { slice_of("b"), NULL, 0 },
                                  { slice_of("c"), NULL, 0 },
                                  { slice_of("d"), NULL, 0 } };
    static const enum alignment alignments[2] = { ALIGN_LEFT, ALIGN_LEFT };
    const struct table table = { 2, 2, false, alignments, cells };
    const struct span_style style = { .number = number_by_index };
    struct buffer out = { 0 };
    struct wrap wrap = { .width = 10, .on_line = collect_line, .context = &out };

    (void)state;
    table_print(&table, &style, &wrap);
    wrap.width = 9;
    table_print(&table, &style, &wrap);
    assert_true(slice_is(buffer_slice(&out), "Code[7]  b|c        d|- Code[7]|  b||- c|  d|"));
    buffer_clear(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_alignments),
        cmocka_unit_test(test_prints),
        cmocka_unit_test(test_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
