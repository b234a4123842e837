/*
 * markdown_table.h - pipe tables, which plain cmark takes for paragraphs (gemtext.md R28, jekyll.md 5). They are known by
 * their source lines; the paragraph's inline events are then parted into rows and cells at bars and line ends.
 */
#ifndef DOCUMENT_MARKDOWN_TABLE_H
#define DOCUMENT_MARKDOWN_TABLE_H

#include "document/document.h"
#include "document/lined.h"

#define MARKDOWN_TABLE_COLUMNS 64 /* those that can have an alignment */

struct markdown_table {
    bool open;
    const struct lined *lined;
    size_t first, row; /* index of its first source line; rows since then, delimiter rows included */
    size_t column;
    bool header, in_cell, at_start;
    bool in_delimiter; /* the row is a delimiter row: known once per row, as a line may have as many cells as bytes */
    enum alignment alignments[MARKDOWN_TABLE_COLUMNS];
    size_t aligned;
};

/* Opens a table if the lines FIRST up to LAST of LINED, a paragraph, are one. */
bool markdown_table_open(struct markdown_table *table, const struct lined *lined, size_t first, size_t last,
                         struct document *document);
void markdown_table_close(struct markdown_table *table, struct document *document);

/* LINE is a row that parts a header from the rows below, and says how columns are aligned. */
bool markdown_table_is_delimiter(struct slice line);

/* A line end in the table. */
void markdown_table_next_row(struct markdown_table *table, struct document *document);

/* Text in the table; its bars end cells. */
void markdown_table_text(struct markdown_table *table, struct slice text, struct document *document);

/* Something that is no text comes next: it needs a cell. False: it stands in a delimiter row, and is not shown. */
bool markdown_table_need_cell(struct markdown_table *table, struct document *document);

#endif
