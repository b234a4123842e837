/* table.h - tables while they are read: their cells, and whether they hold data or lay a page out (gemtext.md R27). */
/*
 * A column is aligned as the first cell below its header is; the header follows. Where R27 leaves a choice: pictures make
 * no layout table of one with a header, unless all its cells are pictures; in a layout table two paragraphs of prose (more
 * than 60 characters each) in one cell are blocks of their own, while shorter lines of a paper stay together.
 */
#ifndef DOCUMENT_TABLE_H
#define DOCUMENT_TABLE_H

#include "document/model.h"

/* Notes the cell that FRAME opened; its last line has been drafted. */
void table_end_cell(struct document *document, const struct frame *frame, size_t row);

/*
 * Turns the lines since FRAME's opening into one table line if they are data; a layout table's lines stay as they are.
 * Lines outside of cells (a caption) stay before the table.
 */
void table_end(struct document *document, const struct frame *frame);

#endif
