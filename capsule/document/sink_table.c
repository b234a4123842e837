/*
 * sink_table.c - tables, rows and cells as they are opened and closed. HTML leaves out half of these events: a cell opens
 * its row, and a row without a table is a division.
 */
#include "document/sink.h"

#include "document/flow.h"
#include "document/frame.h"

void
sink_table_open(struct document *document)
{
    frame_open(document, FRAME_TABLE);
}

void
sink_table_close(struct document *document)
{
    frame_close(document, FRAME_TABLE);
}

void
sink_row_open(struct document *document, bool header)
{
    struct frame *frame;

    flow_end_line(document);
    frame_close_sibling(document, FRAME_ROW);
    if (document->ignored[FRAME_TABLE] > 0) {
        document->ignored[FRAME_ROW]++;
        return;
    }
    if (frame_find(document, FRAME_TABLE) == 0) {
        sink_division(document);
        return;
    }
    while (frame_top(document)->kind != FRAME_TABLE)
        frame_pop(document);
    frame = frame_open(document, FRAME_ROW);
    if (frame == NULL)
        return;
    frame->header = header;
    document->rows_open++;
}

void
sink_row_close(struct document *document)
{
    frame_close(document, FRAME_ROW);
}

/* The row to which a cell would belong, opened if need be; NULL outside of tables. */
static struct frame *
find_row(struct document *document)
{
    size_t at = frame_find(document, FRAME_ROW);

    if (at == 0) {
        sink_row_open(document, false);
        at = frame_find(document, FRAME_ROW);
    }
    while (at > 0 && document->depth > at)
        frame_pop(document);
    return at > 0 ? frame_top(document) : NULL;
}

void
sink_cell_open(struct document *document, enum alignment alignment)
{
    struct frame *frame;
    bool fresh;

    flow_end_line(document);
    if (document->ignored[FRAME_TABLE] > 0 || document->ignored[FRAME_ROW] > 0) {
        document->ignored[FRAME_CELL]++;
        return;
    }
    frame_close_sibling(document, FRAME_CELL);
    if (find_row(document) == NULL)
        return;
    fresh = document->fresh;
    frame = frame_open(document, FRAME_CELL);
    document->fresh = fresh; /* the row is the block */
    if (frame == NULL)
        return;
    frame->alignment = alignment;
    frame->row = document->frames[document->depth - 3].rows;
}

void
sink_cell_close(struct document *document)
{
    frame_close(document, FRAME_CELL);
}
