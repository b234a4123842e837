/*
 * layout.c - drafts become lines in their final order.
 *
 * Two passes: the first gives every line its shape and finds out which lists are spaced; the second goes block by
 * block, text first, then the links of each group. A group is the block, or one item where a top-level item has entries
 * in it.
 */
#include "document/layout.h"

#include <string.h>

#include "base/memory.h"
#include "document/draft_block.h"
#include "document/group.h"
#include "document/label.h"
#include "document/mark.h"

struct layout {
    struct document *document;
    struct group group;
    size_t shown; /* links before this one have their lines */
    size_t block_start;
    size_t group_line;     /* the draft line with which the group began */
    size_t paragraph_line; /* the first of the paragraph */
    bool by_item;          /* each item has a group of its own (R17) */
    bool shared;           /* the group serves several items (R36) */
    bool head;             /* no text of the group stands yet */
    bool blank;            /* a blank line comes before the next one */
    unsigned depth;        /* of the group's link lines */
};

void
layout_title(struct document *document, struct slice title)
{
    size_t rules = 0;

    if (title.length == 0)
        return;
    while (rules < document->draft_count && document->drafts[rules].kind == DRAFT_RULE) /* R30 */
        rules++;
    document->drafts =
        memory_grow(document->drafts, document->draft_count, &document->draft_capacity, sizeof *document->drafts);
    document->draft_count -= rules;
    memmove(document->drafts + 1, document->drafts + rules, document->draft_count * sizeof *document->drafts);
    document->draft_count++;
    document->drafts[0] = (struct draft_line){ .kind = DRAFT_HEADING, .level = 1, .text = title };
}

/* R19: the number of an ordered item is text, so an item of nothing but links keeps its line. */
static void
keep_numbered_line(struct draft_line *line, const struct draft_item *item)
{
    if (item->marker.length == 0 || item->lines > 0 || !line->links_only || line->text.length == 0)
        return;
    line->links_only = false;
    line->kept = line->text.length;
}

/* R9: below text and above text, a name is part of the text: without its words, the lines around it would not be told. */
static void
keep_names(struct document *document)
{
    for (size_t i = 1; i + 1 < document->draft_count; i++) {
        struct draft_line *line = &document->drafts[i], *before = line - 1, *next = line + 1;

        if (before->links_only || next->links_only || before->kind != DRAFT_TEXT || next->kind != DRAFT_TEXT ||
            before->block != line->block || next->block != line->block || before->item != line->item ||
            next->item != line->item || !draft_block_is_name(document, line))
            continue;
        line->links_only = false;
        line->kept = line->text.length;
        draft_block_item(document, line)->texts++;
    }
}

/* "01" above a heading: a counter for the eye, which a style sheet sets beside it. */
static bool
is_counter(const struct draft_line *line)
{
    return line->kind == DRAFT_TEXT && line->mark_count == 0 && line->item == 0 && line->quote == 0 &&
           line->text.length == 2 && line->text.bytes[0] == '0' && byte_is_digit(line->text.bytes[1]);
}

static void
drop_counters(struct document *document)
{
    for (size_t i = 0; i + 1 < document->draft_count; i++)
        if (document->drafts[i + 1].kind == DRAFT_HEADING && is_counter(&document->drafts[i]))
            document->drafts[i].links_only = true;
}

static void
shape_lines(struct document *document)
{
    struct shape shape = { 0 };

    for (size_t i = 0; i < document->draft_count; i++) {
        struct draft_line *line = &document->drafts[i];
        struct draft_item *item = draft_block_item(document, line);

        shape_line(document, &shape, line);
        keep_numbered_line(line, item);
        if (item->lines++ == 0)
            item->first_line = i;
        item->links += line->link_count;
        item->texts += !line->links_only;
    }
    keep_names(document);
    drop_counters(document);
    shape_clear(&shape);
}

static struct line *
add_line(struct layout *layout, enum line_kind kind)
{
    struct document *document = layout->document;
    bool blank = layout->blank && document->line_count > 0;

    layout->blank = false;
    if (blank)
        add_line(layout, LINE_BLANK);
    document->lines =
        memory_grow(document->lines, document->line_count, &document->line_capacity, sizeof *document->lines);
    document->lines[document->line_count] = (struct line){ .kind = kind };
    return &document->lines[document->line_count++];
}

/* The link lines of the group that are still due; the first has PLACE. */
static void
show_links(struct layout *layout, enum link_place place)
{
    for (; layout->shown < layout->document->link_count; layout->shown++) {
        struct line *line = add_line(layout, LINE_LINK);

        line->link = layout->shown;
        line->depth = layout->depth;
        line->place = place;
        place = LINK_FOLLOWS;
    }
}

static void
begin_group(struct layout *layout, size_t at)
{
    const struct draft_item *item = draft_block_item(layout->document, &layout->document->drafts[at]);

    layout->group_line = at;
    layout->head = true;
    layout->depth = item->level > 1 && !layout->by_item ? 1 : item->level;
}

static void
end_group(struct layout *layout)
{
    show_links(layout, LINK_FOLLOWS);
    group_end(&layout->group, layout->shared);
}

/* The line that says whose the links in draft line AT are. */
static struct draft_line *
subject_of(struct layout *layout, size_t at)
{
    struct draft_line *drafts = layout->document->drafts;

    if (drafts[at].item > 0)
        return &drafts[draft_block_item(layout->document, &drafts[at])->first_line];
    return &drafts[drafts[at].quote > 0 ? layout->paragraph_line : at];
}

/* The outermost list inside the quotation that LINE stands in; 0 for none. */
static size_t
quoted_list(const struct document *document, const struct draft_line *line)
{
    const struct draft_item *item = draft_block_item(document, line);

    while (item->quoted && document->items[item->parent].quoted)
        item = &document->items[item->parent];
    return item->quoted ? item->list : 0;
}

/* A bare mark between two paragraphs of a quote, not between the items of a list in it. */
static void
part_paragraphs(struct layout *layout, size_t at)
{
    const struct draft_line *line = &layout->document->drafts[at], *before = line - 1;

    if (at == layout->block_start || before->quote == 0 || before->links_only || before->paragraph == line->paragraph ||
        (before->item != line->item && quoted_list(layout->document, line) > 0 &&
         quoted_list(layout->document, before) == quoted_list(layout->document, line)))
        return;
    add_line(layout, LINE_QUOTE)->level = before->quote < line->quote ? before->quote : line->quote;
}

/* The nesting of ITEM in lists around the quotation that it stands in. */
static unsigned
level_around(const struct document *document, const struct draft_item *item)
{
    while (item->quoted)
        item = &document->items[item->parent];
    return item->level;
}

static void
lay_quoted(struct layout *layout, size_t at)
{
    const struct draft_line *draft = &layout->document->drafts[at];
    const struct draft_item *item = draft_block_item(layout->document, draft);
    struct span span;
    struct line *line;

    part_paragraphs(layout, at);
    span = mark_span(&layout->group, draft, subject_of(layout, at));
    line = add_line(layout, LINE_QUOTE);
    line->level = draft->quote;
    line->depth = level_around(layout->document, item);
    line->item = item->level - line->depth;
    line->begins_item = line->item > 0 && item->first_line == at;
    line->marker = line->begins_item ? item->marker : (struct slice){ 0 };
    line->span = span;
}

/* R9: in place at the head of the group, a name also below pictures there; else among the group's other links. */
static void
lay_links(struct layout *layout, size_t at)
{
    struct draft_line *draft = &layout->document->drafts[at];

    mark_links(&layout->group, draft, subject_of(layout, at));
    if (draft->item > 0 && draft_block_item(layout->document, draft)->first_line == at && at == layout->group_line)
        show_links(layout, LINK_BEGINS_ITEM);
    else if (at == layout->group_line || (layout->head && draft_block_is_name(layout->document, draft)))
        show_links(layout, LINK_BEGINS_LINE);
}

static void
lay_text(struct layout *layout, size_t at)
{
    struct draft_line *draft = &layout->document->drafts[at];
    const struct draft_item *item = draft_block_item(layout->document, draft);
    bool begins_item = draft->item > 0 && item->first_line == at;
    struct span span;
    struct line *line;

    if (draft->quote > 0) {
        lay_quoted(layout, at);
        return;
    }
    span = mark_span(&layout->group, draft, subject_of(layout, at));
    line = add_line(layout, begins_item ? LINE_ITEM : LINE_TEXT);
    line->span = span;
    line->level = begins_item ? item->level : 0;
    line->depth = item->level;
    line->marker = begins_item ? item->marker : (struct slice){ 0 };
}

static void
lay_heading(struct layout *layout, size_t at)
{
    struct draft_line *draft = &layout->document->drafts[at];
    struct span span;
    struct line *line;

    layout->group.heading_url = (struct slice){ 0 };
    span = mark_span(&layout->group, draft, subject_of(layout, at));
    line = add_line(layout, LINE_HEADING);
    line->span = span;
    line->level = draft->level;
}

static void
lay_preformatted(struct layout *layout, size_t at)
{
    const struct draft_line *draft = &layout->document->drafts[at];
    struct line *line = add_line(layout, LINE_PREFORMATTED);

    line->span.text = draft->text;
    line->alt = draft->alt;
    line->depth = draft_block_item(layout->document, draft)->level;
}

static void
lay_table(struct layout *layout, size_t at)
{
    const struct draft_line *draft = &layout->document->drafts[at];
    const struct draft_table *source = draft->table;
    struct table *table = arena_take(layout->document->arena, sizeof *table);
    size_t count = source->rows * source->columns;
    struct span *cells = arena_take(layout->document->arena, count * sizeof *cells);
    struct line *line;

    for (size_t i = 0; i < count; i++)
        cells[i] = mark_span(&layout->group, &source->cells[i], &source->cells[i - i % source->columns]);
    *table = (struct table){ source->rows, source->columns, source->header, source->alignments, cells };
    line = add_line(layout, LINE_TABLE);
    line->table = table;
    line->depth = draft_block_item(layout->document, draft)->level;
}

static void
lay_rule(struct layout *layout, size_t at)
{
    (void)at;
    add_line(layout, LINE_RULE);
}

static void (*const layers[])(struct layout *layout, size_t at) = {
    [DRAFT_TEXT] = lay_text,   [DRAFT_HEADING] = lay_heading, [DRAFT_PREFORMATTED] = lay_preformatted,
    [DRAFT_TABLE] = lay_table, [DRAFT_RULE] = lay_rule,
};

static void
lay_words(struct layout *layout, size_t at)
{
    layout->head = false;
    layers[layout->document->drafts[at].kind](layout, at);
}

/* In a block with entries: another item's line ends the group, and a spaced item begins behind a blank line. */
static void
pass_item(struct layout *layout, size_t at)
{
    const struct draft_line *line = &layout->document->drafts[at];
    const struct draft_item *item = draft_block_item(layout->document, line);

    if (line->item == line[-1].item)
        return;
    end_group(layout);
    begin_group(layout, at);
    layout->blank = item->first_line == at && layout->document->lists[item->list].spaced;
}

static void
lay_block(struct layout *layout, struct draft_block block)
{
    layout->by_item = draft_block_has_entry(layout->document, block);
    layout->shared = !layout->by_item && draft_block_serves_several(layout->document, block);
    layout->block_start = block.start;
    begin_group(layout, block.start);
    for (size_t i = block.start; i < block.end; i++) {
        if (i == block.start || layout->document->drafts[i].paragraph != layout->document->drafts[i - 1].paragraph)
            layout->paragraph_line = i;
        if (layout->by_item && i > block.start)
            pass_item(layout, i);
        if (layout->document->drafts[i].links_only)
            lay_links(layout, i);
        else
            lay_words(layout, i);
    }
    end_group(layout);
}

/* R30: a rule waits until something but a heading follows. */
static void
lay_blocks(struct layout *layout)
{
    struct document *document = layout->document;
    struct draft_block block = { 0 }, before = { 0 };
    bool rule = false;

    for (; draft_block_next(document, &block); before = block) {
        const struct draft_line *line = &document->drafts[block.start];

        layout->blank |= block.start > 0 && draft_block_is_apart(document, before, block);
        if (line->kind == DRAFT_RULE) {
            rule = document->line_count > 0;
            continue;
        }
        if (rule && line->kind != DRAFT_HEADING) {
            add_line(layout, LINE_RULE);
            layout->blank = true;
        }
        rule = false;
        lay_block(layout, block);
    }
}

void
layout_lines(struct document *document)
{
    struct layout layout = { .document = document };
    struct draft_block block = { 0 };

    shape_lines(document);
    while (draft_block_next(document, &block))
        draft_block_space(document, block);
    group_init(&layout.group, document);
    lay_blocks(&layout);
    group_clear(&layout.group);
}
