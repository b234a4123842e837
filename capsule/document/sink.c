/*
 * sink.c - inline events, which are the flow's, and the blocks that hold lines and nothing else. Lists and tables are in
 * files of their own.
 *
 * Outside items, quotes and table rows every boundary begins a new block; inside them it ends the line only.
 */
#include "document/sink.h"

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
    if (document->rows_open == 0 && !frame_is_term(document))
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
