/*
 * flow_image.c - images in the line that is being filled (gemtext.md R15, R16).
 *
 * An image's words are no part of the words beside it, whatever the source has between them: blanks set them apart. An
 * icon often stands beside the very words that its alt text says; these are then said once, by the page.
 */
#include "document/flow.h"

#include "base/uri.h"
#include "base/utf8.h"
#include "document/badge.h"
#include "document/fold.h"
#include "document/label.h"

/* "img/me%20too.jpg?s=1" is "me too"; lent, until SCRATCH is used again. */
static struct slice
file_name(struct slice source, struct buffer *scratch)
{
    struct uri uri;
    struct slice name;
    size_t slash, dot;

    uri_split(source, &uri);
    slash = slice_find_last_byte(uri.path, '/');
    name = slash == SLICE_NONE ? uri.path : slice_from(uri.path, slash + 1);
    dot = slice_find_last_byte(name, '.');
    buffer_truncate(scratch, 0);
    uri_decode(dot == SLICE_NONE || dot == 0 ? name : slice_range(name, 0, dot), scratch);
    return buffer_slice(scratch);
}

static struct slice
choose_label(struct document *document, const struct sink_image *image, struct slice alt, const struct target *target)
{
    struct slice title = label_is_instruction(image->title) ? slice_of("") : model_line(document, image->title);

    return alt.length > 0     ? alt
           : title.length > 0 ? title
                              : model_line(document, file_name(target->url, &document->flow.scratch));
}

static void
skip_badge(struct document *document, const struct sink_image *image)
{
    struct flow *flow = &document->flow;

    flow->link_has_badge = true;
    flow->gap = flow->text.length;
    if (flow->link_badge.length > 0)
        return;
    buffer_truncate(&flow->scratch, 0);
    badge_words(image, &flow->scratch);
    flow->link_badge = model_line(document, buffer_slice(&flow->scratch));
}

/* A word beside which a blank must stand: no bracket, dash or quotation mark, but "2024-", which says since when. */
static bool
needs_blank(const struct flow *flow)
{
    size_t length = flow->text.length;

    return length > 0 && (fold_is_word(flow->last) ||
                          (flow->last == '-' && length > 1 && byte_is_digit(flow->text.bytes[length - 2])));
}

static void
put_words(struct document *document, struct slice alt, size_t link)
{
    struct flow *flow = &document->flow;
    struct slice rest = alt;

    if (needs_blank(flow))
        flow_space(document, true);
    flow_begin_word(document, utf8_take(&rest, NULL));
    flow->image_at = flow->mark_count;
    flow_mark(flow, DRAFT_IMAGE_OPEN, link);
    flow_text(document, alt);
    flow_mark(flow, DRAFT_IMAGE_CLOSE, link);
    flow_space(document, true);
    flow->gap = flow->text.length;
}

void
flow_image(struct document *document, const struct sink_image *image)
{
    struct flow *flow = &document->flow;
    struct sink_image known = *image;
    struct slice alt, label;
    struct target target;
    size_t link;

    flow_settle_image(flow);
    if (flow->text.length <= flow->carried && label_is_filler(known.alt)) /* in a sentence it would leave a hole */
        known.alt = slice_of("");
    if (badge_is(&known)) {
        skip_badge(document, &known);
        return;
    }
    alt = model_line(document, known.alt);
    model_resolve(document, known.source, &target);
    if (target.kind == TARGET_NONE) {
        flow_text(document, alt);
        return;
    }
    label = choose_label(document, &known, alt, &target);
    link = model_link(document, &target, label, true);
    if (flow->link_image.length == 0)
        flow->link_image = label;
    if (alt.length > 0 && (flow->carried == 0 || flow->text.length > flow->carried)) {
        put_words(document, alt, link);
        return;
    }
    flow_mark(flow, DRAFT_IMAGE_OPEN, link);
    flow_mark(flow, DRAFT_IMAGE_CLOSE, link);
}

static bool
begins_with_word(struct slice text)
{
    return text.length > 0 && fold_is_word(utf8_take(&text, NULL));
}

/* Takes the text from START to END out of the line, and moves the marks from index FIRST on. */
static void
take_out(struct flow *flow, size_t start, size_t end, size_t first)
{
    buffer_truncate(&flow->scratch, 0);
    buffer_add(&flow->scratch, slice_from(buffer_slice(&flow->text), end));
    buffer_truncate(&flow->text, start);
    buffer_add(&flow->text, buffer_slice(&flow->scratch));
    for (size_t i = first; i < flow->mark_count; i++) {
        size_t at = flow->marks[i].at;

        flow->marks[i].at = at >= end ? at - (end - start) : at > start ? start : at;
    }
    if (flow->link_shown && flow->link_at > start)
        flow->link_at = flow->link_at >= end ? flow->link_at - (end - start) : start;
    flow->gap = SIZE_MAX;
}

static void
settle(struct flow *flow, size_t index)
{
    size_t start, end, next;
    struct slice text = buffer_slice(&flow->text), words, after;

    start = flow->marks[index].at;
    end = flow->marks[index + 1].at;
    words = slice_range(text, start, end);
    next = end + (slice_starts(slice_from(text, end), " ") ? 1 : 0);
    after = slice_from(text, next);
    if (words.length > 0 && slice_equal_nocase(slice_range(after, 0, words.length), words) &&
        !begins_with_word(slice_from(after, words.length)))
        take_out(flow, start, next, index + 1);
}

void
flow_settle_image(struct flow *flow)
{
    size_t index = flow->image_at;

    flow->image_at = SIZE_MAX;
    if (index != SIZE_MAX && flow->scripts == 0)
        settle(flow, index);
}
