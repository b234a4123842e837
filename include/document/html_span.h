/*
 * html_span.h - cells of an HTML table that reach over several columns or rows: the places that they cover are told as empty
 * cells, so that what stands below and beside them keeps its column.
 *
 * What a row's last cell covers is left out: it moves nothing, and many layout tables have no more than one such cell. Of
 * nested tables only the outermost is followed.
 */
#ifndef DOCUMENT_HTML_SPAN_H
#define DOCUMENT_HTML_SPAN_H

#include "document/html_tag.h"

#define HTML_SPAN_COLUMNS 32 /* that are followed */

struct document;

/* { 0 } at the start of a table. */
struct html_span {
    unsigned char rows[HTML_SPAN_COLUMNS]; /* by column: so many rows below are covered */
    size_t column;                         /* of the next cell */
    size_t covered;                        /* columns behind the last cell that it covers */
};

/* A row begins. */
void html_span_row(struct html_span *span);

/* The cell of TAG comes next: tells DOCUMENT the empty ones in front of it. */
void html_span_cell(struct html_span *span, const struct html_tag *tag, struct document *document);

#endif
