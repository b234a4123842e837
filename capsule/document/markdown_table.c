/* markdown_table.c - rows and cells out of a paragraph. */
#include "document/markdown_table.h"

/* A paragraph's line without what belongs to the list or quote around it. */
static struct slice
content(const struct lined *lined, size_t index)
{
    struct slice line = lined_line(lined, index);
    size_t first = slice_find_none(line, " \t>");

    return first == SLICE_NONE ? slice_of("") : slice_trim(slice_from(line, first));
}

bool
markdown_table_is_delimiter(struct slice line)
{
    return slice_find_none(line, "|:-+= \t") == SLICE_NONE && slice_find_byte(line, '|') != SLICE_NONE &&
           slice_find_any(line, "-=") != SLICE_NONE;
}

static void
read_alignments(struct markdown_table *table, struct slice line)
{
    struct slice cell;

    if (slice_starts(line, "|"))
        line = slice_from(line, 1);
    while (table->aligned < MARKDOWN_TABLE_COLUMNS && slice_take_part(&line, '|', &cell)) {
        cell = slice_trim(cell);
        table->alignments[table->aligned++] = !slice_ends(cell, ":")    ? ALIGN_LEFT
                                              : slice_starts(cell, ":") ? ALIGN_CENTER
                                                                        : ALIGN_RIGHT;
    }
}

static struct slice
row_line(const struct markdown_table *table)
{
    return content(table->lined, table->first + table->row);
}

static void
begin_row(struct markdown_table *table, struct document *document)
{
    table->column = 0;
    table->in_cell = false;
    table->at_start = true;
    table->in_delimiter = markdown_table_is_delimiter(row_line(table));
    if (!table->in_delimiter)
        sink_row_open(document, table->header && table->row == 0);
}

bool
markdown_table_open(struct markdown_table *table, const struct lined *lined, size_t first, size_t last,
                    struct document *document)
{
    struct slice head = lined_line(lined, first);
    bool header = first < last && markdown_table_is_delimiter(content(lined, first + 1));
    size_t bar = slice_find_byte(head, '|'), delimiter = first + 1;

    if (bar == SLICE_NONE)
        return false;
    head = slice_from(head, bar);
    if (!header) { /* kramdown's: each line begins with a bar, the first one ends with one (R28) */
        if (slice_find_none(slice_range(lined_line(lined, first), 0, bar), " \t>-*+.0123456789") != SLICE_NONE ||
            !slice_ends(slice_trim(head), "|") || slice_trim(head).length < 2)
            return false;
        for (size_t i = first + 1; i <= last; i++)
            if (!slice_starts(content(lined, i), "|"))
                return false;
        delimiter = first;
    }
    *table = (struct markdown_table){ .open = true, .lined = lined, .first = first, .header = header };
    if (markdown_table_is_delimiter(content(lined, delimiter)))
        read_alignments(table, content(lined, delimiter));
    sink_table_open(document);
    begin_row(table, document);
    return true;
}

void
markdown_table_close(struct markdown_table *table, struct document *document)
{
    table->open = false;
    sink_table_close(document);
}

void
markdown_table_next_row(struct markdown_table *table, struct document *document)
{
    sink_row_close(document);
    table->row++;
    begin_row(table, document);
}

bool
markdown_table_need_cell(struct markdown_table *table, struct document *document)
{
    if (table->in_delimiter)
        return false;
    if (!table->in_cell)
        sink_cell_open(document, table->column < table->aligned ? table->alignments[table->column] : ALIGN_LEFT);
    table->in_cell = true;
    table->at_start = false;
    return true;
}

/* A bar ends the cell before it; the one that opens a row ends nothing. */
static void
on_bar(struct markdown_table *table, struct document *document)
{
    if (!table->at_start) {
        markdown_table_need_cell(table, document);
        sink_cell_close(document);
        table->in_cell = false;
        table->column++;
    }
    table->at_start = false;
}

void
markdown_table_text(struct markdown_table *table, struct slice text, struct document *document)
{
    if (table->in_delimiter)
        return;
    while (text.length > 0) {
        size_t bar = slice_find_byte(text, '|');
        struct slice piece = slice_range(text, 0, bar == SLICE_NONE ? text.length : bar);

        if ((table->in_cell || !slice_is_blank(piece)) && markdown_table_need_cell(table, document))
            sink_text(document, piece);
        text = slice_from(text, piece.length);
        if (bar != SLICE_NONE) {
            on_bar(table, document);
            text = slice_from(text, 1);
        }
    }
}
