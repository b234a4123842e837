/* table_picture.c - pictures in the cells of a data table. */
#include "document/table_picture.h"

#include <string.h>

bool
table_is_picture(const struct draft_line *cell)
{
    size_t at = 0;
    bool any = false;

    for (size_t i = 0; i < cell->mark_count; i++) {
        const struct draft_mark *mark = &cell->marks[i];

        if (mark->kind == DRAFT_IMAGE_OPEN && !slice_is_blank(slice_range(cell->text, at, mark->at)))
            return false;
        if (mark->kind == DRAFT_IMAGE_OPEN || mark->kind == DRAFT_IMAGE_CLOSE)
            at = mark->at;
        any = any || mark->kind == DRAFT_IMAGE_OPEN;
    }
    return any && slice_is_blank(slice_from(cell->text, at));
}

static bool
is_link_mark(enum draft_mark_kind kind)
{
    return kind == DRAFT_LINK_OPEN || kind == DRAFT_LINK_CLOSE || kind == DRAFT_IMAGE_OPEN || kind == DRAFT_IMAGE_CLOSE;
}

/* Its links stay, without words in the table. */
static void
drop_words(struct draft_line *cell)
{
    size_t kept = 0;

    for (size_t i = 0; i < cell->mark_count; i++)
        if (is_link_mark(cell->marks[i].kind))
            cell->marks[kept++] = (struct draft_mark){ 0, cell->marks[i].kind, cell->marks[i].link };
    cell->mark_count = kept;
    cell->text = (struct slice){ 0 };
}

static struct draft_line *
cell_at(const struct draft_table *table, size_t row, size_t column)
{
    return &table->cells[row * table->columns + column];
}

/* Words with a link: they cannot go without it. */
static bool
links_words(const struct draft_line *cell)
{
    for (size_t i = 0; cell->text.length > 0 && i < cell->mark_count; i++)
        if (is_link_mark(cell->marks[i].kind))
            return true;
    return false;
}

/* Pictures stand in COLUMN, and no word below its header. */
static bool
holds_pictures_only(const struct draft_table *table, size_t column)
{
    bool any = false;

    if (table->header && links_words(cell_at(table, 0, column)))
        return false;

    for (size_t row = table->header ? 1 : 0; row < table->rows; row++) {
        const struct draft_line *cell = cell_at(table, row, column);

        if (cell->text.length > 0)
            return false;
        any = any || cell->mark_count > 0;
    }
    return any;
}

/* A header's words go with their column, and so do the marks in them. */
static bool
goes_with_links(const struct draft_table *table, const bool *goes, size_t row, size_t column)
{
    return goes[column] && cell_at(table, row, column)->text.length == 0;
}

/* In ROW the links of the columns that go join those of column INTO, in their order. */
static void
move_links(struct document *document, const struct draft_table *table, const bool *goes, size_t row, size_t into)
{
    struct draft_line *target = cell_at(table, row, into);
    struct draft_mark *marks;
    size_t count = 0;

    for (size_t column = 0; column < table->columns; column++)
        count +=
            column == into || goes_with_links(table, goes, row, column) ? cell_at(table, row, column)->mark_count : 0;
    if (count == target->mark_count)
        return;
    marks = arena_take(document->arena, count * sizeof *marks);
    count = 0;
    for (size_t column = 0; column < table->columns; column++) {
        const struct draft_line *cell = cell_at(table, row, column);

        for (size_t i = 0; (column == into || goes_with_links(table, goes, row, column)) && i < cell->mark_count; i++) {
            marks[count] = cell->marks[i];
            if (column > into)
                marks[count].at = target->text.length;
            count++;
        }
    }
    target->marks = marks;
    target->mark_count = count;
}

static void
drop_columns(struct draft_table *table, const bool *goes)
{
    size_t kept = 0, columns = 0;

    for (size_t i = 0; i < table->rows * table->columns; i++)
        if (!goes[i % table->columns])
            table->cells[kept++] = table->cells[i];
    for (size_t column = 0; column < table->columns; column++)
        if (!goes[column])
            table->alignments[columns++] = table->alignments[column];
    table->columns = columns;
}

void
table_drop_pictures(struct document *document, struct draft_table *table)
{
    bool *goes = arena_take(document->arena, table->columns * sizeof *goes);
    size_t into = 0;

    for (size_t i = 0; i < table->rows * table->columns; i++)
        if (table_is_picture(&table->cells[i]))
            drop_words(&table->cells[i]);
    for (size_t column = 0; column < table->columns; column++)
        goes[column] = holds_pictures_only(table, column);
    while (into < table->columns && goes[into])
        into++;
    if (into == table->columns) /* all are pictures after all */
        return;
    for (size_t row = 0; row < table->rows; row++)
        move_links(document, table, goes, row, into);
    drop_columns(table, goes);
}
