/*
 * flow.c - characters and inline marks of the line that is being filled.
 *
 * White space and opening marks wait until a word comes, so that a mark never stands before a blank and a line never ends
 * with one. Where something without words was left out (a badge), the blank before a comma goes, and a pair of brackets
 * around nothing.
 */
#include "document/flow.h"

#include <string.h>

#include "base/memory.h"
#include "base/uri.h"
#include "base/utf8.h"
#include "document/badge.h"
#include "document/cells.h"
#include "document/label.h"
#include "document/script.h"

static void
add_mark(struct flow *flow, enum draft_mark_kind kind, size_t link)
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

static void
show_link(struct document *document, struct flow *flow)
{
    flow->link_waits = false;
    if (flow->link_block == 0)
        flow->link_block = model_next_block(document);
    /* A link around several blocks belongs to the first; were it repeated, the others would become link lines. */
    if (flow->link_block != model_next_block(document)) {
        flow->link_real = false;
        return;
    }
    add_mark(flow, DRAFT_LINK_OPEN, flow->link);
    flow->link_at = flow->text.length;
    flow->link_shown = true;
}

/* White space and marks that waited for a word that begins with NEXT. */
static void
begin_word(struct document *document, uint32_t next)
{
    struct flow *flow = &document->flow;

    if (flow->spaces > 0)
        add_spaces(flow, next);
    if (flow->link_waits)
        show_link(document, flow);
    if (flow->emphasis_waits) {
        add_mark(flow, DRAFT_EMPHASIS_OPEN, 0);
        flow->emphasis_waits = false;
        flow->emphasis_shown = true;
    }
    flow->gap = SIZE_MAX;
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

/* Right behind something that was left out: true if C closes a bracket around nothing and both are gone. */
static bool
close_gap(struct flow *flow, uint32_t c)
{
    char last = buffer_last(&flow->text);

    if ((c == ')' && last == '(') || (c == ']' && last == '[')) {
        flow->spaces = 0;
        drop_bracket(flow);
        return true;
    }
    if (c < 0x80 && c != '\0' && strchr(".,;:!?)]", (int)c) != NULL)
        flow->spaces = 0;
    return false;
}

static void
put(struct document *document, uint32_t c)
{
    struct flow *flow = &document->flow;

    if (flow->gap == flow->text.length && close_gap(flow, c))
        return;
    begin_word(document, c);
    utf8_put(&flow->text, c);
    flow->last = c;
}

static void
put_text(struct document *document, const char *text)
{
    struct slice rest = slice_of(text);

    while (rest.length > 0)
        put(document, utf8_take(&rest, NULL));
}

void
flow_text(struct document *document, struct slice text)
{
    struct flow *flow = &document->flow;

    while (text.length > 0) {
        uint32_t c = utf8_take(&text, NULL);

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
                begin_word(document, c);
                add_mark(flow, DRAFT_VERBATIM_OPEN, 0);
                begun = true;
            }
            put(document, c);
        }
    }
    if (begun)
        add_mark(flow, DRAFT_VERBATIM_CLOSE, 0);
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
flow_link_open(struct document *document, struct slice href, struct slice title)
{
    struct flow *flow = &document->flow;
    struct target target;

    flow_link_close(document);
    model_resolve(document, href, &target);
    flow->link_open = true;
    flow->link_real = target.kind != TARGET_NONE;
    flow->link_depth = document->depth;
    if (!flow->link_real)
        return;
    flow->link = model_link(document, &target, (struct slice){ 0 }, false);
    flow->link_waits = true;
    flow->link_block = 0;
    flow->link_href = arena_copy(document->arena, slice_trim(href));
    flow->link_title = model_line(document, title);
    flow->link_image = flow->link_badge = (struct slice){ 0 };
    flow->link_has_badge = false;
    buffer_truncate(&flow->label, 0);
}

/* The link's words in this line, as far as they came, join its label. */
static void
hide_link(struct flow *flow)
{
    if (!flow->link_shown)
        return;
    if (flow->label.length > 0)
        buffer_add_byte(&flow->label, ' ');
    buffer_add(&flow->label, slice_from(buffer_slice(&flow->text), flow->link_at));
    add_mark(flow, DRAFT_LINK_CLOSE, flow->link);
    flow->link_shown = false;
}

static struct slice
host_of(struct slice url)
{
    struct uri uri;

    uri_split(url, &uri);
    return uri.host;
}

/* The first of these that says something; what is left out is shown as the URL (R8, R16). */
static struct slice
choose_label(const struct flow *flow, const struct target *target, struct slice words)
{
    if (words.length > 0)
        return label_is_replaceable(words) && flow->link_title.length > 0 ? flow->link_title : words;
    if (flow->link_badge.length > 0)
        return flow->link_badge;
    if (flow->link_title.length > 0)
        return flow->link_title;
    if (flow->link_image.length > 0)
        return flow->link_image;
    return flow->link_has_badge ? host_of(target->url) : words;
}

void
flow_link_close(struct document *document)
{
    struct flow *flow = &document->flow;
    struct draft_link *link;
    struct slice label;

    if (flow->link_real) {
        hide_link(flow);
        if (flow->link_block == 0) { /* no words at all */
            show_link(document, flow);
            add_mark(flow, DRAFT_LINK_CLOSE, flow->link);
            flow->gap = flow->text.length;
        }
    }
    if (flow->link_open && flow->link_block != 0) {
        link = &document->draft_links[flow->link];
        label = choose_label(flow, &link->target, label_strip(buffer_slice(&flow->label)));
        if (!slice_equal(label, link->target.url) && !slice_equal(label, flow->link_href))
            link->label = arena_copy(document->arena, label);
    }
    flow->link_open = flow->link_real = flow->link_waits = flow->link_shown = false;
    flow->link_block = 0;
}

/* "img/me.jpg?s=1" is "me". */
static struct slice
file_name(struct slice source)
{
    struct uri uri;
    struct slice name;
    size_t slash, dot;

    uri_split(source, &uri);
    slash = slice_find_last_byte(uri.path, '/');
    name = slash == SLICE_NONE ? uri.path : slice_from(uri.path, slash + 1);
    dot = slice_find_last_byte(name, '.');
    return dot == SLICE_NONE || dot == 0 ? name : slice_range(name, 0, dot);
}

static void
skip_badge(struct document *document, struct slice alt)
{
    struct flow *flow = &document->flow;

    flow->link_has_badge = true;
    if (flow->link_badge.length == 0)
        flow->link_badge = alt;
    flow->gap = flow->text.length;
}

void
flow_image(struct document *document, const struct sink_image *image)
{
    struct flow *flow = &document->flow;
    struct slice alt = model_line(document, image->alt), label = alt, rest = alt;
    struct target target;
    size_t link;

    if (badge_is(image)) {
        skip_badge(document, alt);
        return;
    }
    model_resolve(document, image->source, &target);
    if (target.kind == TARGET_NONE) {
        flow_text(document, alt);
        return;
    }
    if (label.length == 0)
        label = model_line(document, image->title);
    if (label.length == 0)
        label = model_line(document, file_name(target.url));
    link = model_link(document, &target, label, true);
    if (flow->link_image.length == 0)
        flow->link_image = label;
    if (alt.length > 0)
        begin_word(document, utf8_take(&rest, NULL));
    add_mark(flow, DRAFT_IMAGE_OPEN, link);
    flow_text(document, alt);
    add_mark(flow, DRAFT_IMAGE_CLOSE, link);
}

void
flow_media(struct document *document, struct slice source, struct slice label)
{
    struct target target;
    size_t link;

    flow_link_close(document);
    model_resolve(document, source, &target);
    if (target.kind == TARGET_NONE)
        return;
    link = model_link(document, &target, model_line(document, label), false);
    add_mark(&document->flow, DRAFT_LINK_OPEN, link);
    add_mark(&document->flow, DRAFT_LINK_CLOSE, link);
}

static unsigned
emphasis_count(const struct flow *flow)
{
    return flow->open[EMPHASIS_WEAK] + flow->open[EMPHASIS_STRONG];
}

/* What stands for the beginning and the end of the two kinds that are characters, not marks. */
static const char *const emphasis_signs[4][2] = {
    [EMPHASIS_DELETED] = { "~~", "~~" },
    [EMPHASIS_QUOTED] = { "\u201c", "\u201d" },
};

void
flow_emphasis_open(struct document *document, enum emphasis emphasis)
{
    struct flow *flow = &document->flow;

    flow->open[emphasis]++;
    if (emphasis_signs[emphasis][0] != NULL)
        put_text(document, emphasis_signs[emphasis][0]);
    else if (emphasis_count(flow) == 1)
        flow->emphasis_waits = true;
}

static void
hide_emphasis(struct flow *flow)
{
    if (flow->emphasis_shown)
        add_mark(flow, DRAFT_EMPHASIS_CLOSE, 0);
    flow->emphasis_shown = false;
    flow->emphasis_waits = emphasis_count(flow) > 0;
}

/* The closing sign follows the last word, not the blank behind it. */
static void
put_sign(struct document *document, const char *sign)
{
    struct flow *flow = &document->flow;
    size_t spaces = flow->spaces;

    flow->spaces = 0;
    put_text(document, sign);
    flow->spaces = spaces;
}

void
flow_emphasis_close(struct document *document, enum emphasis emphasis)
{
    struct flow *flow = &document->flow;

    if (flow->open[emphasis] == 0)
        return;
    flow->open[emphasis]--;
    if (emphasis_signs[emphasis][1] != NULL)
        put_sign(document, emphasis_signs[emphasis][1]);
    else if (emphasis_count(flow) == 0)
        hide_emphasis(flow);
}

void
flow_emphasis_forget(struct document *document, enum emphasis emphasis)
{
    struct flow *flow = &document->flow;

    flow->open[emphasis]--;
    if (emphasis_count(flow) == 0)
        hide_emphasis(flow);
}

void
flow_script_open(struct document *document, enum script script)
{
    struct flow *flow = &document->flow;

    if (flow->scripts++ > 0)
        return;
    flow->script = script;
    flow->script_at = flow->text.length;
    flow->script_marks = flow->mark_count;
}

/* False if a mark stands among the words from START on, which would lose its place. */
static bool
marks_allow_change(const struct flow *flow, size_t start)
{
    for (size_t i = flow->script_marks; i < flow->mark_count; i++)
        if (flow->marks[i].at > start && flow->marks[i].at < flow->text.length)
            return false;
    return true;
}

static void
write_script(struct flow *flow)
{
    size_t start = flow->script_at, end = flow->text.length;

    while (start < end && flow->text.bytes[start] == ' ')
        start++;
    if (start >= end || !marks_allow_change(flow, start))
        return;
    buffer_truncate(&flow->scratch, 0);
    buffer_add(&flow->scratch, slice_from(buffer_slice(&flow->text), start));
    buffer_truncate(&flow->text, start);
    script_write(buffer_slice(&flow->scratch), flow->script, &flow->text);
    for (size_t i = flow->script_marks; i < flow->mark_count; i++)
        if (flow->marks[i].at == end)
            flow->marks[i].at = flow->text.length;
}

void
flow_script_close(struct document *document)
{
    struct flow *flow = &document->flow;

    if (flow->scripts > 0 && --flow->scripts == 0)
        write_script(flow);
}

void
flow_note(struct document *document, unsigned number)
{
    struct flow *flow = &document->flow;

    begin_word(document, '[');
    add_mark(flow, DRAFT_NOTE, 0);
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
flow_end_line(struct document *document)
{
    struct flow *flow = &document->flow;

    if (flow->scripts > 0)
        write_script(flow);
    if (flow->link_shown) {
        hide_link(flow);
        flow->link_waits = true;
    }
    hide_emphasis(flow);
    if (flow->text.length > 0 || flow->mark_count > 0)
        draft(document);
    buffer_truncate(&flow->text, 0);
    flow->mark_count = flow->script_at = flow->script_marks = flow->spaces = 0;
    flow->clean = (struct clean){ 0 };
    flow->soft = false;
    flow->last = 0;
    flow->gap = SIZE_MAX;
}
