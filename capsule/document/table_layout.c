/* table_layout.c - the columns and the records of a table. */
#include "document/table_layout.h"

#include "base/memory.h"
#include "document/cells.h"

#include <stdlib.h>

#define GAP 2 /* cells between columns */

static struct slice
cell_text(const struct table *table, size_t row, size_t column)
{
    return table->cells[row * table->columns + column].text;
}

static size_t
column_width(const struct table *table, size_t column)
{
    size_t widest = 1;

    for (size_t row = 0; row < table->rows; row++) {
        size_t cells = cells_of(cell_text(table, row, column));

        if (cells > widest)
            widest = cells;
    }
    return widest;
}

/* Fills WIDTHS; false as soon as the columns take more than LIMIT cells. */
static bool
measure(const struct table *table, size_t limit, size_t *widths)
{
    size_t total = 0;

    for (size_t column = 0; column < table->columns; column++) {
        widths[column] = column_width(table, column);
        total += widths[column] + (column > 0 ? GAP : 0);
        if (total > limit)
            return false;
    }
    return true;
}

static size_t
padding_before(enum alignment alignment, size_t padding)
{
    static const unsigned halves[] = { [ALIGN_LEFT] = 0, [ALIGN_CENTER] = 1, [ALIGN_RIGHT] = 2 };

    return padding * halves[alignment] / 2;
}

static void
trim_line(struct buffer *out, size_t start)
{
    size_t end = out->length;

    while (end > start && out->bytes[end - 1] == ' ')
        end--;
    buffer_truncate(out, end);
}

static void
add_row(const struct table *table, size_t row, const size_t *widths, struct buffer *out)
{
    size_t start = out->length;

    for (size_t column = 0; column < table->columns; column++) {
        struct slice text = cell_text(table, row, column);
        size_t padding = widths[column] - cells_of(text);
        size_t before = padding_before(table->alignments[column], padding);

        buffer_add_times(out, ' ', (column > 0 ? GAP : 0) + before);
        buffer_add(out, text);
        buffer_add_times(out, ' ', padding - before);
    }
    trim_line(out, start);
}

static void
add_dashes(const struct table *table, const size_t *widths, struct buffer *out)
{
    buffer_add_byte(out, '\n');
    for (size_t column = 0; column < table->columns; column++) {
        buffer_add_times(out, ' ', column > 0 ? GAP : 0);
        buffer_add_times(out, '-', widths[column]);
    }
}

static void
add_rows(const struct table *table, const size_t *widths, struct buffer *out)
{
    for (size_t row = 0; row < table->rows; row++) {
        if (row > 0)
            buffer_add_byte(out, '\n');
        add_row(table, row, widths, out);
        if (row == 0 && table->header)
            add_dashes(table, widths, out);
    }
}

bool
table_layout(const struct table *table, size_t width, struct buffer *out)
{
    size_t *widths = memory_new((table->columns + 1) * sizeof *widths);
    bool fits = measure(table, width, widths);

    if (fits)
        add_rows(table, widths, out);
    free(widths);
    return fits;
}

static struct slice
compose_cell(const struct span *cell, const struct span_style *style, struct arena *arena)
{
    struct buffer text = { 0 };
    struct slice copy;

    wrap_compose(cell, style, &text);
    copy = arena_copy(arena, buffer_slice(&text));
    buffer_clear(&text);
    return copy;
}

/* TABLE with its marks turned into text, so that table_layout counts them; joiners in it take no cell. */
static const struct table *
table_compose(const struct table *table, const struct span_style *style, struct arena *arena)
{
    struct table *composed = arena_take(arena, sizeof *composed);
    size_t count = table->rows * table->columns;
    struct span *cells = arena_take(arena, count * sizeof *cells);

    for (size_t i = 0; i < count; i++)
        cells[i].text = compose_cell(&table->cells[i], style, arena);
    *composed = *table;
    composed->cells = cells;
    return composed;
}

size_t
table_first_record(const struct table *table)
{
    return table->header && table->rows > 1 ? 1 : 0;
}

/*
 * Each record names its columns, and a page must not grow by more than a small factor (R35): a table may repeat twice
 * its own size of names and this much more. Beyond it, values stand alone.
 */
#define NAME_BYTES_FREE 65536

bool
table_has_record(const struct table *table, size_t row)
{
    for (size_t column = 0; column < table->columns; column++)
        if (cell_text(table, row, column).length > 0)
            return true;
    return false;
}

size_t
table_name_budget(const struct table *table)
{
    size_t bytes = 0;

    for (size_t i = 0; i < table->rows * table->columns; i++)
        bytes += table->cells[i].text.length;
    return 2 * bytes + NAME_BYTES_FREE;
}

bool
table_field(const struct table *table, size_t row, size_t column, size_t *budget, struct buffer *out)
{
    struct slice value = cell_text(table, row, column), name;

    if (value.length == 0)
        return false;
    name = column > 0 && table_first_record(table) > 0 ? cell_text(table, 0, column) : slice_of("");
    if (name.length > 0 && name.length <= *budget) {
        *budget -= name.length;
        buffer_add(out, name);
        buffer_add_text(out, ": ");
    }
    buffer_add(out, value);
    return true;
}

/* The first field that is not empty is the item. */
static void
print_record(const struct table *table, size_t row, size_t *budget, const struct wrap *title, const struct wrap *field)
{
    const struct wrap *wrap = title;
    struct buffer text = { 0 };

    for (size_t column = 0; column < table->columns; column++) {
        buffer_truncate(&text, 0);
        if (!table_field(table, row, column, budget, &text))
            continue;
        wrap_text(wrap, buffer_slice(&text));
        wrap = field;
    }
    buffer_clear(&text);
}

static void
print_records(const struct table *table, const struct wrap *wrap)
{
    size_t budget = table_name_budget(table), first_row = table_first_record(table);
    struct wrap title = *wrap, field = *wrap;
    bool any = false;

    title.first = slice_of("- ");
    title.rest = field.first = field.rest = slice_of("  ");
    for (size_t row = first_row; row < table->rows; row++) {
        if (!table_has_record(table, row))
            continue;
        if (any && table->columns > 1)
            wrap->on_line(wrap->context, slice_of(""));
        print_record(table, row, &budget, &title, &field);
        any = true;
    }
}

static void
print_lines(struct slice text, const struct wrap *wrap)
{
    struct wrap plain = *wrap;
    struct slice line;

    plain.first = slice_of("");
    while (slice_take_line(&text, &line))
        wrap_whole(&plain, line);
}

void
table_print(const struct table *table, const struct span_style *style, const struct wrap *wrap)
{
    struct arena *arena = arena_new();
    const struct table *composed = table_compose(table, style, arena);
    struct buffer text = { 0 };

    if (table_layout(composed, wrap->width, &text))
        print_lines(buffer_slice(&text), wrap);
    else if (table->columns > 0)
        print_records(composed, wrap);
    buffer_clear(&text);
    arena_free(arena);
}
