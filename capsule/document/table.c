/* table.c - tables while they are read. */
#include "document/table.h"

#include <stdint.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/table_picture.h"

#define LONG_CELL 60 /* characters; more are prose, which only a layout table without header holds (R27) */

static bool
is_longer(struct slice text, size_t limit)
{
    for (size_t count = 0; text.length > 0; count++) {
        if (count == limit)
            return true;
        utf8_take(&text, NULL);
    }
    return false;
}

static bool
has_image(const struct draft_line *line)
{
    for (size_t i = 0; i < line->mark_count; i++)
        if (line->marks[i].kind == DRAFT_IMAGE_OPEN)
            return true;
    return false;
}

/* More than one line, or a line that is more than words: a list's, a quote's, a heading, a block. */
static bool
is_rich(const struct document *document, const struct draft_line *line, size_t lines)
{
    return lines > 1 || line->kind != DRAFT_TEXT || line->item != document->item || line->quote != document->quote;
}

void
table_end_cell(struct document *document, const struct frame *frame, size_t row)
{
    size_t lines = document->draft_count - frame->first_line;
    struct draft_cell cell = { .row = row, .line = SIZE_MAX, .alignment = frame->alignment, .wordless = true };

    if (lines > 0) {
        const struct draft_line *line = &document->drafts[frame->first_line];

        cell.line = frame->first_line;
        cell.rich = is_rich(document, line, lines);
        cell.picture = has_image(line);
        cell.wordless = table_is_picture(line);
    }
    document->cells =
        memory_grow(document->cells, document->cell_count, &document->cell_capacity, sizeof *document->cells);
    document->cells[document->cell_count++] = cell;
}

static size_t
count_columns(const struct draft_cell *cells, size_t count)
{
    size_t columns = 0, here = 0;

    for (size_t i = 0; i < count; i++) {
        here = i > 0 && cells[i].row == cells[i - 1].row ? here + 1 : 1;
        if (here > columns)
            columns = here;
    }
    return columns;
}

static bool
is_prose(const struct draft_line *line)
{
    return line->kind == DRAFT_TEXT && line->item == 0 && line->quote == 0 && is_longer(line->text, LONG_CELL);
}

/* COUNT cells in ROWS x COLUMNS places: a ragged table must not take more memory than its source allows. */
static bool
is_data(const struct document *document, const struct frame *frame, size_t columns)
{
    size_t count = document->cell_count - frame->first_cell;

    bool words = false;

    if (columns < 2 || (frame->rows < 2 && !frame->header) || frame->rows > (4 * count + 64) / columns)
        return false;
    for (size_t i = frame->first_cell; i < document->cell_count; i++) {
        const struct draft_cell *cell = &document->cells[i];

        if (cell->rich || (cell->picture && !frame->header))
            return false;
        words = words || (!cell->wordless && (cell->row > 0 || !frame->header));
        if (!frame->header && cell->line != SIZE_MAX && is_longer(document->drafts[cell->line].text, LONG_CELL))
            return false;
    }
    return words || frame->rows < 2; /* below a header, pictures alone are a gallery */
}

/* R27: paragraphs of prose in one cell of a layout table are blocks of their own. */
static void
part_prose(struct document *document, const struct frame *frame)
{
    size_t cell = frame->first_cell, blocks = 0;

    for (size_t i = frame->first_line; i < document->draft_count; i++) {
        struct draft_line *line = &document->drafts[i], *before = line - 1;
        bool begins_cell;

        while (cell < document->cell_count &&
               (document->cells[cell].line == SIZE_MAX || document->cells[cell].line < i))
            cell++;
        begins_cell = cell < document->cell_count && document->cells[cell].line == i;
        if (i > frame->first_line && !begins_cell && before->block == line->block + blocks &&
            before->paragraph != line->paragraph && is_prose(before) && is_prose(line))
            blocks++;
        line->block += blocks;
    }
    document->block += blocks;
}

static struct draft_table *
collect(struct document *document, const struct frame *frame, size_t columns)
{
    struct draft_table *table = arena_take(document->arena, sizeof *table);
    size_t column = 0;

    *table = (struct draft_table){ .rows = frame->rows, .columns = columns, .header = frame->header };
    table->cells = arena_take(document->arena, table->rows * columns * sizeof *table->cells);
    table->alignments = arena_take(document->arena, columns * sizeof *table->alignments);
    for (size_t i = frame->first_cell; i < document->cell_count; i++) {
        const struct draft_cell *cell = &document->cells[i];

        column = i > frame->first_cell && cell->row == cell[-1].row ? column + 1 : 0;
        if (cell->row == 0 || (table->header && cell->row == 1)) /* a header follows its column */
            table->alignments[column] = cell->alignment;
        if (cell->line != SIZE_MAX)
            table->cells[cell->row * columns + column] = document->drafts[cell->line];
    }
    return table;
}

/* Which columns of TABLE hold anything. */
static const bool *
find_used_columns(struct document *document, const struct draft_table *table)
{
    bool *used = arena_take(document->arena, table->columns);

    for (size_t i = 0; i < table->rows * table->columns; i++)
        used[i % table->columns] |= table->cells[i].text.length > 0 || table->cells[i].mark_count > 0;
    return used;
}

/* Columns in which nothing stands at all only keep others apart on a page that is wide. */
static void
drop_empty_columns(struct document *document, struct draft_table *table)
{
    const bool *used = find_used_columns(document, table);
    size_t columns = 0, kept = 0;

    for (size_t i = 0; i < table->rows * table->columns; i++)
        if (used[i % table->columns])
            table->cells[kept++] = table->cells[i];
    for (size_t i = 0; i < table->columns; i++)
        if (used[i])
            table->alignments[columns++] = table->alignments[i];
    table->columns = columns;
}

/* Takes the cells' lines out of the drafts; what stood between them moves up. */
static void
drop_cell_lines(struct document *document, const struct frame *frame)
{
    size_t kept = frame->first_line, cell = frame->first_cell;

    for (size_t i = frame->first_line; i < document->draft_count; i++) {
        while (cell < document->cell_count && document->cells[cell].line == SIZE_MAX)
            cell++;
        if (cell < document->cell_count && document->cells[cell].line == i)
            cell++;
        else
            document->drafts[kept++] = document->drafts[i];
    }
    document->draft_count = kept;
}

void
table_end(struct document *document, const struct frame *frame)
{
    size_t count = document->cell_count - frame->first_cell, columns = 0;

    if (count > 0)
        columns = count_columns(&document->cells[frame->first_cell], count);
    if (is_data(document, frame, columns)) {
        struct draft_table *table = collect(document, frame, columns);

        table_drop_pictures(document, table);
        drop_empty_columns(document, table);
        drop_cell_lines(document, frame);
        document->fresh |= document->holders == 0;
        if (table->columns > 0)
            model_draft(document, DRAFT_TABLE)->table = table;
    } else if (document->holders == 0) {
        part_prose(document, frame);
    }
    document->cell_count = frame->first_cell;
}
