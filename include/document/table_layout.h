/* table_layout.h - a data table on aligned columns (gemtext.md R28), or as records when it is too wide. */
#ifndef DOCUMENT_TABLE_LAYOUT_H
#define DOCUMENT_TABLE_LAYOUT_H

#include "document/document.h"
#include "document/wrap.h"

/*
 * Appends TABLE to OUT: columns padded by display width and two spaces apart, dashes under the header, alignment kept,
 * no blanks at line ends; LF between lines, none at the end. Marks are ignored: a cell's text stands as it is. False,
 * and nothing appended, if a line would take more than WIDTH cells.
 */
bool table_layout(const struct table *table, size_t width, struct buffer *out);

/*
 * A table that is too wide, as records. The row of the first one: behind the header, unless that is all there is. How
 * many bytes of names its records may repeat (R35). And the field of COLUMN in ROW, appended to OUT with its column's
 * name in front, but for the first column's; false, and nothing appended, if it is empty. The first field of a record that
 * is not empty is its item: rows that leave the first cell empty are common.
 */
size_t table_first_record(const struct table *table);
size_t table_name_budget(const struct table *table);
bool table_has_record(const struct table *table, size_t row); /* some cell of ROW is not empty */
bool table_field(const struct table *table, size_t row, size_t column, size_t *budget, struct buffer *out);

/*
 * Hands TABLE, its marks turned into text by STYLE, to WRAP's lines: laid out if it fits into WRAP's width; else one
 * record per row, `- first cell` and below it, indented by two, `header: value` for each further cell that is not
 * empty, a blank line between records. WRAP's own prefixes are not used.
 */
void table_print(const struct table *table, const struct span_style *style, const struct wrap *wrap);

#endif
