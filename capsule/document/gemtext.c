/* gemtext.c - a finished document as gemtext: one small function per kind of line. */
#include "document/table_layout.h"
#include "document/writer.h"

#define TABLE_CELLS 80 /* R28: a wider table becomes records */
#define FENCE       "```"

/* R4: a text that a client would take for another type of line gets a blank in front. */
static bool
looks_like_markup(struct slice text)
{
    return slice_starts(text, "=>") || slice_starts(text, "#") || slice_starts(text, ">") ||
           slice_starts(text, FENCE) || slice_starts(text, "* ") || slice_starts(text, "*\t");
}

static void
add_text_line(struct buffer *out, struct slice text)
{
    if (looks_like_markup(text))
        buffer_add_byte(out, ' ');
    buffer_add(out, text);
    buffer_add_byte(out, '\n');
}

static void
write_blank(const struct document *document, const struct line *line, struct buffer *out)
{
    (void)document;
    (void)line;
    buffer_add_byte(out, '\n');
}

static void
write_text(const struct document *document, const struct line *line, struct buffer *out)
{
    (void)document;
    add_text_line(out, line->span.text);
}

static void
write_heading(const struct document *document, const struct line *line, struct buffer *out)
{
    (void)document;
    buffer_add_times(out, '#', line->level < 3 ? line->level : 3);
    buffer_add_byte(out, ' ');
    buffer_add(out, line->span.text);
    buffer_add_byte(out, '\n');
}

/* R17-R19: what stands before an item's words. */
static void
add_item_mark(struct buffer *out, unsigned nesting, struct slice marker)
{
    if (nesting > 1 || marker.length == 0)
        buffer_add_text(out, "* ");
    for (unsigned level = 1; level < nesting; level++)
        buffer_add_text(out, "- ");
    if (marker.length > 0) {
        buffer_add(out, marker);
        buffer_add_byte(out, ' ');
    }
}

static void
write_item(const struct document *document, const struct line *line, struct buffer *out)
{
    (void)document;
    add_item_mark(out, line->level, line->marker);
    buffer_add(out, line->span.text);
    buffer_add_byte(out, '\n');
}

static void
write_quote(const struct document *document, const struct line *line, struct buffer *out)
{
    (void)document;
    for (unsigned level = 1; level < line->level; level++)
        buffer_add_text(out, "> ");
    buffer_add_text(out, line->span.text.length > 0 ? "> " : ">");
    if (line->begins_item)
        add_item_mark(out, line->item, line->marker);
    buffer_add(out, line->span.text);
    buffer_add_byte(out, '\n');
}

/* R29: alt text holds no backtick, for three of them would end it. */
static void
add_alt(struct buffer *out, struct slice alt)
{
    for (size_t i = 0; i < alt.length; i++)
        if (alt.bytes[i] != '`')
            buffer_add_byte(out, alt.bytes[i]);
}

static void
add_block(struct buffer *out, struct slice text)
{
    struct slice line;

    while (slice_take_line(&text, &line)) {
        if (slice_starts(line, FENCE))
            buffer_add_byte(out, ' ');
        buffer_add(out, line);
        buffer_add_byte(out, '\n');
    }
    buffer_add_text(out, FENCE "\n");
}

static void
write_preformatted(const struct document *document, const struct line *line, struct buffer *out)
{
    (void)document;
    buffer_add_text(out, FENCE);
    add_alt(out, line->alt);
    buffer_add_byte(out, '\n');
    add_block(out, line->span.text);
}

/* "Table: Name, Venue"; a table without header is just a table. */
static void
add_table_alt(struct buffer *out, const struct table *table)
{
    const char *before = ": ";

    buffer_add_text(out, FENCE "Table");
    for (size_t column = 0; column < table->columns && table->header; column++) {
        if (table->cells[column].text.length == 0)
            continue;
        buffer_add_text(out, before);
        add_alt(out, table->cells[column].text);
        before = ", ";
    }
    buffer_add_byte(out, '\n');
}

static void
add_record(struct buffer *out, const struct table *table, size_t row, size_t *budget)
{
    struct buffer field = { 0 };
    bool item = true;

    for (size_t column = 0; column < table->columns; column++) {
        buffer_truncate(&field, 0);
        if (!table_field(table, row, column, budget, &field))
            continue;
        if (item) {
            buffer_add_text(out, "* ");
            buffer_add(out, buffer_slice(&field));
            buffer_add_byte(out, '\n');
        } else {
            add_text_line(out, buffer_slice(&field));
        }
        item = false;
    }
    buffer_clear(&field);
}

/* Records are apart by a blank line, as items with further lines are (R20). */
static void
add_records(struct buffer *out, const struct table *table)
{
    size_t budget = table_name_budget(table), first = table_first_record(table);
    bool any = false;

    for (size_t row = first; row < table->rows; row++) {
        if (!table_has_record(table, row))
            continue;
        if (any)
            buffer_add_byte(out, '\n');
        add_record(out, table, row, &budget);
        any = true;
    }
}

static void
write_table(const struct document *document, const struct line *line, struct buffer *out)
{
    struct buffer laid = { 0 };

    (void)document;
    if (table_layout(line->table, TABLE_CELLS, &laid)) {
        add_table_alt(out, line->table);
        add_block(out, buffer_slice(&laid));
    } else {
        add_records(out, line->table);
    }
    buffer_clear(&laid);
}

static void
write_rule(const struct document *document, const struct line *line, struct buffer *out)
{
    (void)document;
    (void)line;
    buffer_add_text(out, "---\n");
}

static void
add_link(struct buffer *out, const struct link *link)
{
    buffer_add_text(out, "=> ");
    buffer_add(out, link->target.url);
    if (link->label.length > 0)
        buffer_add_byte(out, ' ');
    buffer_add(out, link->label);
    if (link->image)
        buffer_add_text(out, " [image]");
    buffer_add_byte(out, '\n');
}

static void
write_link(const struct document *document, const struct line *line, struct buffer *out)
{
    add_link(out, document_link(document, line->link));
}

static void (*const writers[])(const struct document *document, const struct line *line, struct buffer *out) = {
    [LINE_BLANK] = write_blank, [LINE_TEXT] = write_text,   [LINE_HEADING] = write_heading,
    [LINE_ITEM] = write_item,   [LINE_QUOTE] = write_quote, [LINE_PREFORMATTED] = write_preformatted,
    [LINE_TABLE] = write_table, [LINE_RULE] = write_rule,   [LINE_LINK] = write_link,
};

void
gemtext_write(const struct document *document, struct buffer *out)
{
    for (size_t i = 0; i < document_line_count(document); i++) {
        const struct line *line = document_line(document, i);

        writers[line->kind](document, line, out);
    }
    if (document_foot_count(document) > 0 && document_line_count(document) > 0)
        buffer_add_byte(out, '\n');
    for (size_t i = 0; i < document_foot_count(document); i++)
        add_link(out, document_foot(document, i));
}
