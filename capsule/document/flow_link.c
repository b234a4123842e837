/* flow_link.c - links in the line that is being filled, and what they are called. */
#include "document/flow.h"

#include "base/uri.h"
#include "document/label.h"

void
flow_show_link(struct document *document, struct flow *flow)
{
    flow->link_waits = false;
    if (flow->link_block == 0)
        flow->link_block = model_next_block(document);
    /* A link around several blocks belongs to the first; were it repeated, the others would become link lines. */
    if (flow->link_block != model_next_block(document)) {
        flow->link_real = false;
        return;
    }
    flow_mark(flow, DRAFT_LINK_OPEN, flow->link);
    flow->link_at = flow->text.length;
    flow->link_shown = true;
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
    flow->link_marks = flow->mark_count;
    if (!flow->link_real)
        return;
    flow->link = model_link(document, &target, (struct slice){ 0 }, false);
    flow->link_waits = true;
    flow->link_block = 0;
    buffer_truncate(&flow->link_href, 0);
    buffer_add(&flow->link_href, slice_trim(href));
    flow->link_title = label_is_instruction(title) ? (struct slice){ 0 } : model_line(document, title);
    flow->link_image = flow->link_badge = flow->link_icon = (struct slice){ 0 };
    flow->link_has_badge = false;
    buffer_truncate(&flow->label, 0);
}

void
flow_hide_link(struct flow *flow)
{
    if (!flow->link_shown)
        return;
    flow_settle_image(flow);
    if (flow->label.length > 0)
        buffer_add_byte(&flow->label, ' ');
    buffer_add(&flow->label, slice_from(buffer_slice(&flow->text), flow->link_at));
    flow_mark(flow, DRAFT_LINK_CLOSE, flow->link);
    flow->blank_inside = flow->spaces > 0;
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
    if (flow->link_icon.length > 0)
        return flow->link_icon;
    return flow->link_has_badge ? host_of(target->url) : words;
}

/* The two marks of a link that has had no words; the images in it come after it (R15). */
static void
put_before_images(struct flow *flow)
{
    size_t last = flow->mark_count - 2, first = flow->link_marks;

    for (size_t i = first; i < last; i++)
        if (flow->marks[i].kind != DRAFT_IMAGE_OPEN && flow->marks[i].kind != DRAFT_IMAGE_CLOSE)
            return;
    for (size_t i = last; i > first; i--)
        flow->marks[i + 1] = flow->marks[i - 1];
    flow->marks[first] = (struct draft_mark){ flow->text.length, DRAFT_LINK_OPEN, flow->link };
    flow->marks[first + 1] = (struct draft_mark){ flow->text.length, DRAFT_LINK_CLOSE, flow->link };
}

void
flow_link_close(struct document *document)
{
    struct flow *flow = &document->flow;
    struct draft_link *link;
    struct slice label;

    if (flow->link_real) {
        flow_hide_link(flow);
        if (flow->link_block == 0) { /* no words at all */
            flow_show_link(document, flow);
            flow_mark(flow, DRAFT_LINK_CLOSE, flow->link);
            put_before_images(flow);
            flow->gap = flow->text.length;
        }
    }
    if (flow->link_open && flow->link_block != 0) {
        link = &document->draft_links[flow->link];
        label = choose_label(flow, &link->target, label_strip(buffer_slice(&flow->label)));
        if (!slice_equal(label, link->target.url) && !slice_equal(label, buffer_slice(&flow->link_href)))
            link->label = arena_copy(document->arena, label);
        flow->gap_link = flow->gap == flow->text.length && flow->link_badge.length > 0 ? flow->link + 1 : 0;
    }
    flow->link_open = flow->link_real = flow->link_waits = flow->link_shown = false;
    flow->link_block = 0;
}

void
flow_link_name(struct document *document, struct slice name)
{
    struct flow *flow = &document->flow;

    if (flow->link_open && flow->link_icon.length == 0 && !label_is_instruction(name))
        flow->link_icon = model_line(document, name);
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
    flow_mark(&document->flow, DRAFT_LINK_OPEN, link);
    flow_mark(&document->flow, DRAFT_LINK_CLOSE, link);
}
