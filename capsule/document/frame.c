/* frame.c - the stack of open containers. */
#include "document/frame.h"

#include <string.h>

#include "document/flow.h"
#include "document/table.h"

struct frame *
frame_top(struct document *document)
{
    return document->depth > 0 ? &document->frames[document->depth - 1] : NULL;
}

bool
frame_is_heading(struct document *document)
{
    const struct frame *top = frame_top(document);

    return top != NULL && top->kind == FRAME_HEADING;
}

bool
frame_is_term(struct document *document)
{
    const struct frame *top = frame_top(document);

    return top != NULL && top->kind == FRAME_TERM;
}

void
frame_begin_block(struct document *document)
{
    if (document->holders == 0)
        document->fresh = true;
}

/* What ends with a container. It has been taken off the stack, its last line is drafted. */

static void
end_item(struct document *document, const struct frame *frame)
{
    document->item = frame->outer_item;
    document->holders--;
}

static void
end_quote(struct document *document, const struct frame *frame)
{
    (void)frame;
    document->quote--;
    document->paragraph++;
    document->holders--;
}

static void
end_cell(struct document *document, const struct frame *frame)
{
    table_end_cell(document, frame, frame->row);
}

static void
end_row(struct document *document, const struct frame *frame)
{
    struct frame *table = frame_top(document);

    document->rows_open--;
    if (document->cell_count == frame->first_cell) /* spacer rows do not count */
        return;
    table->header |= frame->header && table->rows == 0;
    table->rows++;
}

static void (*const enders[FRAME_KINDS])(struct document *document, const struct frame *frame) = {
    [FRAME_ITEM] = end_item,   [FRAME_DEFINITION] = end_item, [FRAME_QUOTE] = end_quote,
    [FRAME_TABLE] = table_end, [FRAME_ROW] = end_row,         [FRAME_CELL] = end_cell,
};

void
frame_pop(struct document *document)
{
    struct frame frame;

    if (document->flow.link_open && document->flow.link_depth >= document->depth)
        flow_link_close(document);
    flow_end_line(document);
    frame = document->frames[--document->depth];
    memset(document->ignored, 0, sizeof document->ignored); /* all that stood inside is closed, too */
    for (enum emphasis kind = EMPHASIS_WEAK; kind <= EMPHASIS_QUOTED; kind++)
        while (document->flow.open[kind] > frame.emphasis[kind])
            flow_emphasis_forget(document, kind);
    if (enders[frame.kind] != NULL)
        enders[frame.kind](document, &frame);
    if (frame.kind != FRAME_CELL) /* cells of a row share its block */
        frame_begin_block(document);
}

#define BIT(kind) (1u << (kind))

/* The containers that a closing event of each kind does not reach across. */
static const unsigned barriers[FRAME_KINDS] = {
    [FRAME_HEADING] = BIT(FRAME_CELL) | BIT(FRAME_ITEM) | BIT(FRAME_QUOTE),
    [FRAME_LIST] = BIT(FRAME_CELL),
    [FRAME_ITEM] = BIT(FRAME_CELL) | BIT(FRAME_LIST),
    [FRAME_TERM] = BIT(FRAME_CELL) | BIT(FRAME_LIST),
    [FRAME_DEFINITION] = BIT(FRAME_CELL) | BIT(FRAME_LIST),
    [FRAME_QUOTE] = BIT(FRAME_CELL),
    [FRAME_ROW] = BIT(FRAME_TABLE),
    [FRAME_CELL] = BIT(FRAME_TABLE) | BIT(FRAME_ROW),
};

size_t
frame_find(const struct document *document, enum frame_kind kind)
{
    for (size_t i = document->depth; i > 0; i--) {
        if (document->frames[i - 1].kind == kind)
            return i;
        if ((barriers[kind] & BIT(document->frames[i - 1].kind)) != 0)
            return 0;
    }
    return 0;
}

void
frame_close(struct document *document, enum frame_kind kind)
{
    size_t at;

    if (document->ignored[kind] > 0) {
        flow_end_line(document);
        document->ignored[kind]--;
        return;
    }
    at = frame_find(document, kind);
    while (at > 0 && document->depth >= at)
        frame_pop(document);
}

void
frame_close_sibling(struct document *document, enum frame_kind kind)
{
    if (frame_find(document, kind) > 0)
        frame_close(document, kind);
}

void
frame_leave_heading(struct document *document)
{
    flow_end_line(document);
    if (frame_is_heading(document))
        frame_pop(document);
}

struct frame *
frame_open(struct document *document, enum frame_kind kind)
{
    struct frame *frame;

    frame_leave_heading(document);
    frame_begin_block(document);
    if (document->depth == MODEL_DEPTH) {
        document->ignored[kind]++;
        return NULL;
    }
    frame = &document->frames[document->depth++];
    *frame = (struct frame){ .kind = kind, .first_line = document->draft_count, .first_cell = document->cell_count };
    memcpy(frame->emphasis, document->flow.open, sizeof frame->emphasis);
    return frame;
}

void
model_close(struct document *document)
{
    flow_drop_carry(document); /* no line comes that it would begin */
    flow_end_line(document);
    while (document->depth > 0)
        frame_pop(document);
    flow_link_close(document);
    flow_end_line(document);
}
