/*
 * sink.c - the containers of a page: which of them are open, and where blocks begin and end.
 *
 * The open ones stand on a stack of bounded depth. Outside items, quotes and table rows every boundary begins a new
 * block; inside them it ends the line only.
 */
#include "document/sink.h"

#include "base/memory.h"
#include "document/badge.h"
#include "document/flow.h"
#include "document/frame.h"
#include "document/report.h"

#define REPORTED_BYTES 200 /* of an address that may be an inline picture */

void
sink_position(struct document *document, unsigned line, unsigned column)
{
    document->line = line;
    document->column = column;
}

void
sink_text(struct document *document, struct slice text)
{
    flow_text(document, text);
}

void
sink_verbatim(struct document *document, struct slice text)
{
    flow_verbatim(document, text);
}

void
sink_soft_break(struct document *document)
{
    flow_space(document, true);
}

void
sink_line_break(struct document *document)
{
    if (frame_is_heading(document))
        flow_space(document, false);
    else
        flow_end_line(document);
}

void
sink_link_open(struct document *document, struct slice href, struct slice title)
{
    flow_link_open(document, href, title);
}

void
sink_link_close(struct document *document)
{
    flow_link_close(document);
}

void
sink_link_name(struct document *document, struct slice name)
{
    flow_link_name(document, name);
}

/* A badge, or a pixel that counts visitors, is left out by rule (R16); nobody misses its words. */
static void
report_image(const struct document *document, const struct sink_image *image)
{
    struct slice source = slice_range(image->source, 0, REPORTED_BYTES);

    if (slice_is_blank(image->alt) && slice_is_blank(image->title) && !badge_is(image))
        document_note(document, "image-without-text", "the image %.*s has no alternative text", (int)source.length,
                      source.bytes);
}

void
sink_image(struct document *document, const struct sink_image *image)
{
    report_image(document, image);
    flow_image(document, image);
}

void
sink_media(struct document *document, struct slice source, struct slice label)
{
    flow_media(document, source, label);
}

void
sink_emphasis_open(struct document *document, enum emphasis emphasis)
{
    flow_emphasis_open(document, emphasis);
}

void
sink_emphasis_close(struct document *document, enum emphasis emphasis)
{
    flow_emphasis_close(document, emphasis);
}

void
sink_script_open(struct document *document, enum script script)
{
    flow_script_open(document, script);
}

void
sink_script_close(struct document *document, enum script script)
{
    (void)script;
    flow_script_close(document);
}

void
sink_note_reference(struct document *document, unsigned number)
{
    flow_note(document, number);
}

void
sink_division(struct document *document)
{
    if (frame_is_heading(document)) {
        flow_space(document, false);
        return;
    }
    flow_end_line(document);
    document->paragraph++;
    if (document->rows_open == 0)
        frame_begin_block(document);
}

void
sink_prefix(struct document *document)
{
    if (document->rows_open == 0 && !frame_is_heading(document))
        flow_carry(document);
}

void
sink_heading_open(struct document *document, unsigned level)
{
    struct frame *frame;

    flow_drop_carry(document);
    frame = frame_open(document, FRAME_HEADING);
    if (frame != NULL)
        frame->level = level < 1 ? 1 : level > 6 ? 6 : level;
}

void
sink_heading_close(struct document *document)
{
    frame_close(document, FRAME_HEADING);
}

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

void
sink_quote_open(struct document *document)
{
    struct frame *frame = frame_open(document, FRAME_QUOTE);

    document->paragraph++;
    if (frame == NULL)
        return;
    document->quote++;
    document->holders++;
}

void
sink_quote_close(struct document *document)
{
    frame_close(document, FRAME_QUOTE);
}

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

void
sink_preformatted(struct document *document, struct slice alt, struct slice content)
{
    struct buffer block = { 0 };
    struct draft_line *line;

    frame_leave_heading(document);
    sink_division(document);
    clean_block(content, &block);
    if (block.length > 0) {
        line = model_draft(document, DRAFT_PREFORMATTED);
        line->text = arena_copy(document->arena, buffer_slice(&block));
        line->alt = model_line(document, alt);
    }
    buffer_clear(&block);
    sink_division(document);
}

void
sink_rule(struct document *document)
{
    frame_leave_heading(document);
    sink_division(document);
    if (document->holders > 0) /* in an item or a quote the line's end has to do */
        return;
    document->fresh = true;
    model_draft(document, DRAFT_RULE);
    document->fresh = true;
}
