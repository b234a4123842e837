/*
 * sink_list.c - lists, and the terms and definitions of R21: an item knows the one around it, which is how layout.c finds
 * out whose link lines are whose.
 */
#include "document/sink.h"

#include "base/memory.h"
#include "document/flow.h"
#include "document/frame.h"

static size_t
add_list(struct document *document)
{
    document->lists =
        memory_grow(document->lists, document->list_count, &document->list_capacity, sizeof *document->lists);
    document->lists[document->list_count] = (struct draft_list){ .item = document->item };
    return document->list_count++;
}

void
sink_list_open(struct document *document, char delimiter, unsigned start)
{
    struct frame *frame = frame_open(document, FRAME_LIST);

    document->paragraph++;
    if (frame == NULL)
        return;
    frame->delimiter = delimiter;
    frame->number = start;
    frame->list = add_list(document);
}

void
sink_list_close(struct document *document)
{
    frame_close(document, FRAME_LIST);
    document->paragraph++;
}

/* Begins an item of LIST (none for a definition) and makes it the one that lines belong to. */
static struct draft_item *
add_item(struct document *document, struct frame *frame, size_t list)
{
    struct draft_item *item, *parent;
    size_t index = document->item_count++;

    document->items = memory_grow(document->items, index, &document->item_capacity, sizeof *document->items);
    item = &document->items[index];
    parent = &document->items[document->item];
    *item = (struct draft_item){
        .parent = document->item,
        .top = document->item > 0 ? parent->top : index,
        .list = list,
        .level = parent->level < MODEL_LEVELS ? parent->level + 1 : MODEL_LEVELS,
        .quoted = document->quote > 0,
    };
    frame->outer_item = document->item;
    document->item = index;
    document->holders++;
    return item;
}

/* The open list to which an item would belong, or NULL. */
static struct frame *
find_list(struct document *document)
{
    struct frame *top = frame_top(document);

    return top != NULL && top->kind == FRAME_LIST ? top : NULL;
}

/* "3." for the next item of LIST. */
static struct slice
make_marker(struct document *document, struct frame *list)
{
    struct buffer *room = &document->flow.scratch;

    buffer_truncate(room, 0);
    buffer_add_number(room, list->number++);
    buffer_add_byte(room, list->delimiter);
    return arena_copy(document->arena, buffer_slice(room));
}

void
sink_item_open(struct document *document)
{
    struct frame *list, *frame;
    struct draft_item *item;

    flow_end_line(document);
    if (document->ignored[FRAME_LIST] > 0) {
        document->ignored[FRAME_ITEM]++;
        return;
    }
    frame_close_sibling(document, FRAME_ITEM);
    if (find_list(document) == NULL)
        sink_list_open(document, '\0', 0);
    list = find_list(document);
    frame = list != NULL ? frame_open(document, FRAME_ITEM) : NULL;
    if (frame == NULL)
        return;
    item = add_item(document, frame, list->list);
    if (list->delimiter != '\0')
        item->marker = make_marker(document, list);
}

void
sink_item_close(struct document *document)
{
    frame_close(document, FRAME_ITEM);
}

void
sink_term_open(struct document *document)
{
    flow_end_line(document);
    frame_close_sibling(document, FRAME_DEFINITION);
    frame_close_sibling(document, FRAME_TERM);
    frame_open(document, FRAME_TERM);
    if (document->holders > 0)
        return;
    /* Terms in a row share their definitions. */
    if (document->defining && document->block == document->defining_block && !document->defined)
        document->fresh = false;
    document->defining = true;
    document->defining_block = model_next_block(document);
    document->defined = false;
}

void
sink_term_close(struct document *document)
{
    frame_close(document, FRAME_TERM);
}

void
sink_definition_open(struct document *document)
{
    struct frame *frame;

    flow_end_line(document);
    frame_close_sibling(document, FRAME_TERM);
    frame_close_sibling(document, FRAME_DEFINITION);
    frame = frame_open(document, FRAME_DEFINITION);
    if (document->holders == 0 && document->defining && document->block == document->defining_block)
        document->fresh = false;
    document->defined = true;
    if (frame != NULL)
        add_item(document, frame, 0)->definition = true;
}

void
sink_definition_close(struct document *document)
{
    frame_close(document, FRAME_DEFINITION);
}
