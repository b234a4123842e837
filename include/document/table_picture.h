/* table_picture.h - pictures in the cells of a data table: they leave the columns and become link lines below it. */
#ifndef DOCUMENT_TABLE_PICTURE_H
#define DOCUMENT_TABLE_PICTURE_H

#include "document/model.h"

/* True if CELL holds pictures and nothing beside them. */
bool table_is_picture(const struct draft_line *cell);

/*
 * Takes the words of cells that are pictures out of TABLE, and columns that hold pictures only below a header without
 * linked words: their links, those of a picture in the header too, go to the first column that stays. Some cell below the
 * header has words.
 */
void table_drop_pictures(struct document *document, struct draft_table *table);

#endif
