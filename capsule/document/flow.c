/*
 * flow.c - characters and inline marks of the line that is being filled.
 *
 * White space and opening marks wait until a word comes, so that a mark never stands before a blank and no line ends with
 * one. Where something without words was left out (a badge), the blank before a comma goes, and a pair of brackets
 * around nothing.
 */
#include "document/flow.h"

#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/cells.h"
#include "document/fold.h"

void
flow_mark(struct flow *flow, enum draft_mark_kind kind, size_t link)
{
    flow->marks = memory_grow(flow->marks, flow->mark_count, &flow->mark_capacity, sizeof *flow->marks);
    flow->marks[flow->mark_count++] = (struct draft_mark){ flow->text.length, kind, link };
}

static void
add_spaces(struct flow *flow, uint32_t next)
{
    bool joined = flow->soft && cells_is_cjk(flow->last) && cells_is_cjk(next);

    if (flow->text.length > 0 && !joined)
        buffer_add_times(&flow->text, ' ', flow->spaces);
    flow->spaces = 0;
    flow->soft = false;
}

static bool
ends_emphasis(const struct flow *flow)
{
    const struct draft_mark *last = flow->mark_count > 0 ? &flow->marks[flow->mark_count - 1] : NULL;

    return last != NULL && last->kind == DRAFT_EMPHASIS_CLOSE && last->at == flow->text.length;
}

/* `technology.<a>Learn more</a>`: a style sheet sets such a link apart, or its author forgot the blank. */
static bool
begins_sentence(const struct flow *flow, uint32_t next)
{
    return flow->link_waits && flow->text.length > 0 && (flow->last == '.' || flow->last == '!' || flow->last == '?') &&
           next >= 'A' && next <= 'Z';
}

void
flow_begin_word(struct document *document, uint32_t next)
{
    struct flow *flow = &document->flow;

    if (flow->spaces == 0 && begins_sentence(flow, next))
        flow->spaces = 1;
    if (flow->spaces > 0)
        add_spaces(flow, next);
    if (flow->link_waits)
        flow_show_link(document, flow);
    if (flow->emphasis_waits) {
        if (ends_emphasis(flow)) /* `<b>H</b><i>at</i>` is one word */
            flow->mark_count--;
        else
            flow_mark(flow, DRAFT_EMPHASIS_OPEN, 0);
        flow->emphasis_waits = false;
        flow->emphasis_shown = true;
    }
    flow->gap = SIZE_MAX;
    flow->blank_inside = false;
    flow->clean = (struct clean){ 0 }; /* an alt text is no part of an escape sequence before it */
}

/* Takes the bracket at the end of the text off, and the blank before it. */
static void
drop_bracket(struct flow *flow)
{
    buffer_truncate(&flow->text, flow->text.length - 1);
    while (buffer_last(&flow->text) == ' ') {
        buffer_truncate(&flow->text, flow->text.length - 1);
        flow->spaces = 1;
    }
    for (size_t i = flow->mark_count; i > 0 && flow->marks[i - 1].at > flow->text.length; i--)
        flow->marks[i - 1].at = flow->text.length;
    if (flow->link_at > flow->text.length)
        flow->link_at = flow->text.length;
    flow->gap = flow->text.length;
    flow->last = 0;
}

/* "See my <badge>.": the sentence goes on behind a link that is a badge, so its label has to stand in for it. */
static void
fill_gap(struct document *document, struct flow *flow)
{
    struct slice label;

    if (flow->gap_link == 0 || flow->mark_count < 2 || !fold_is_word(flow->last))
        return;
    label = document->draft_links[flow->gap_link - 1].label;
    if (flow->marks[flow->mark_count - 1].kind != DRAFT_LINK_CLOSE || label.length == 0)
        return;
    flow->mark_count -= 2;
    buffer_add_byte(&flow->text, ' ');
    flow_mark(flow, DRAFT_LINK_OPEN, flow->gap_link - 1);
    buffer_add(&flow->text, label);
    flow_mark(flow, DRAFT_LINK_CLOSE, flow->gap_link - 1);
    flow->gap = SIZE_MAX;
    flow->gap_link = 0;
}

static bool
ends_words(uint32_t c)
{
    return c < 0x80 && c != '\0' && strchr(".,;:!?)]", (int)c) != NULL;
}

/* Right behind something that was left out: true if C closes a bracket around nothing and both are gone. */
static bool
close_gap(struct document *document, struct flow *flow, uint32_t c)
{
    char last = buffer_last(&flow->text);

    if ((c == ')' && last == '(') || (c == ']' && last == '[')) {
        flow->spaces = 0;
        drop_bracket(flow);
        return true;
    }
    if (ends_words(c))
        flow->spaces = 0;
    if (c == '.' || c == ',' || c == ';')
        fill_gap(document, flow);
    return false;
}

static void
put(struct document *document, uint32_t c)
{
    struct flow *flow = &document->flow;

    if (flow->gap == flow->text.length && close_gap(document, flow, c))
        return;
    if (flow->blank_inside && ends_words(c))
        flow->spaces = 0;
    flow_begin_word(document, c);
    utf8_put(&flow->text, c);
    flow->last = c;
}

void
flow_put(struct document *document, const char *text)
{
    struct slice rest = slice_of(text);

    while (rest.length > 0)
        put(document, utf8_take(&rest, NULL));
}

/*
 * Words of ASCII stand as they are: once their first character is there, nothing waits any more, and the rest is copied as
 * a whole.
 */
static void
put_words(struct document *document, struct slice words)
{
    struct flow *flow = &document->flow;

    put(document, (unsigned char)words.bytes[0]);
    buffer_add(&flow->text, slice_from(words, 1));
    flow->last = (unsigned char)words.bytes[words.length - 1];
}

void
flow_text(struct document *document, struct slice text)
{
    struct flow *flow = &document->flow;

    while (text.length > 0) {
        bool simple = flow->clean.state == CLEAN_TEXT && flow->gap == SIZE_MAX;
        size_t plain = simple ? clean_plain(text) : 0;
        uint32_t c;

        if (plain > 0) {
            put_words(document, slice_range(text, 0, plain));
            text = slice_from(text, plain);
            continue;
        }
        c = utf8_take(&text, NULL);
        if (clean_is_space(c))
            flow_space(document, false);
        else if (clean_shows(&flow->clean, c))
            put(document, c);
    }
}

void
flow_verbatim(struct document *document, struct slice text)
{
    struct flow *flow = &document->flow;
    bool begun = false;

    while (text.length > 0) {
        uint32_t c = utf8_take(&text, NULL);

        if (clean_is_space(c)) {
            flow->spaces++;
            flow->soft = false;
        } else if (clean_shows(&flow->clean, c)) {
            if (!begun) {
                flow_begin_word(document, c);
                flow_mark(flow, DRAFT_VERBATIM_OPEN, 0);
                begun = true;
            }
            put(document, c);
        }
    }
    if (begun)
        flow_mark(flow, DRAFT_VERBATIM_CLOSE, 0);
}

void
flow_space(struct document *document, bool soft)
{
    struct flow *flow = &document->flow;

    flow->soft = soft && (flow->spaces == 0 || flow->soft);
    if (flow->spaces == 0)
        flow->spaces = 1;
}

void
flow_note(struct document *document, unsigned number)
{
    struct flow *flow = &document->flow;

    flow_begin_word(document, '[');
    flow_mark(flow, DRAFT_NOTE, 0);
    buffer_format(&flow->text, "[%u]", number);
    flow->last = ']';
}

static void
draft(struct document *document)
{
    struct flow *flow = &document->flow;
    const struct frame *top = document->depth > 0 ? &document->frames[document->depth - 1] : NULL;
    bool heading = top != NULL && top->kind == FRAME_HEADING && document->holders == 0;
    struct draft_line *line = model_draft(document, heading ? DRAFT_HEADING : DRAFT_TEXT);
    size_t size = flow->mark_count * sizeof *flow->marks;

    line->level = heading ? top->level : 0;
    line->text = arena_copy(document->arena, buffer_slice(&flow->text));
    line->gap_at_end = flow->gap == flow->text.length;
    line->mark_count = flow->mark_count;
    line->marks = arena_take(document->arena, size);
    if (size > 0)
        memcpy(line->marks, flow->marks, size);
}

void
flow_carry(struct document *document)
{
    document->flow.carried = document->flow.text.length;
}

void
flow_drop_carry(struct document *document)
{
    document->flow.carried = 0;
}

/* Nothing has been added to a prefix yet, so that this is not the end of its line. */
static bool
is_carried(struct flow *flow)
{
    if (flow->carried == 0 || flow->text.length > flow->carried)
        return false;
    flow->spaces = 1;
    flow->soft = false;
    return true;
}

void
flow_end_line(struct document *document)
{
    struct flow *flow = &document->flow;

    if (is_carried(flow))
        return;
    flow_settle_image(flow);
    if (flow->scripts > 0)
        flow_write_script(flow);
    if (flow->link_shown) {
        flow_hide_link(flow);
        flow->link_waits = true;
    }
    flow_hide_emphasis(flow);
    if (flow->text.length > 0 || flow->mark_count > 0)
        draft(document);
    buffer_truncate(&flow->text, 0);
    flow->mark_count = flow->script_at = flow->script_marks = flow->spaces = flow->carried = flow->link_marks = 0;
    flow->clean = (struct clean){ 0 };
    flow->soft = false;
    flow->last = 0;
    flow->gap = SIZE_MAX;
}
