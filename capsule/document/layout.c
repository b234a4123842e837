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

/* The draft lines of one block. */
struct block {
    size_t start, end;
};

void
layout_title(struct document *document, struct slice title)
{
    if (title.length == 0)
        return;
    document->drafts =
        memory_grow(document->drafts, document->draft_count, &document->draft_capacity, sizeof *document->drafts);
    memmove(document->drafts + 1, document->drafts, document->draft_count * sizeof *document->drafts);
    document->draft_count++;
    document->drafts[0] = (struct draft_line){ .kind = DRAFT_HEADING, .level = 1, .text = title };
}

static bool
next_block(const struct document *document, struct block *block)
{
    block->start = block->end;
    while (block->end < document->draft_count &&
           document->drafts[block->end].block == document->drafts[block->start].block)
        block->end++;
    return block->end > block->start;
}

static struct draft_item *
item_of(const struct document *document, const struct draft_line *line)
{
    return &document->items[line->item];
}

static bool
is_nested(const struct draft_item *item)
{
    return (item->parent > 0 || item->definition) && !item->quoted;
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

/* One link whose words say what it is: the title of a paper, the name of a place. */
static bool
is_name(const struct document *document, const struct draft_line *line)
{
    if (!line->links_only || line->link_count != 1 || line->text.length == 0)
        return false;
    for (size_t i = 0; i < line->mark_count; i++)
        if (line->marks[i].kind == DRAFT_LINK_OPEN)
            return !label_is_generic(document->draft_links[line->marks[i].link].label);
    return false;
}

/* R9: below text and above text, a name is part of the text: without its words, the lines around it would not be told. */
static void
keep_names(struct document *document)
{
    for (size_t i = 1; i + 1 < document->draft_count; i++) {
        struct draft_line *line = &document->drafts[i], *before = line - 1, *next = line + 1;

        if (before->links_only || next->links_only || before->kind != DRAFT_TEXT || next->kind != DRAFT_TEXT ||
            before->block != line->block || next->block != line->block || before->item != line->item ||
            next->item != line->item || !is_name(document, line))
            continue;
        line->links_only = false;
        line->kept = line->text.length;
        item_of(document, line)->texts++;
    }
}

static void
shape_lines(struct document *document)
{
    struct shape shape = { 0 };

    for (size_t i = 0; i < document->draft_count; i++) {
        struct draft_line *line = &document->drafts[i];
        struct draft_item *item = item_of(document, line);

        shape_line(document, &shape, line);
        keep_numbered_line(line, item);
        if (item->lines++ == 0)
            item->first_line = i;
        item->links += line->link_count;
        item->texts += !line->links_only;
    }
    keep_names(document);
    shape_clear(&shape);
}

/* R17: a nested item of words with a further line or with two links. */
static bool
has_entry(const struct document *document, struct block block)
{
    for (size_t i = block.start; i < block.end; i++) {
        const struct draft_item *item = item_of(document, &document->drafts[i]);

        if (is_nested(item) && item->texts > 0 && (item->lines > 1 || item->links > 1))
            return true;
    }
    return false;
}

/* R20: an item of LIST has more than its own line. */
static void
space_list(struct document *document, size_t list)
{
    while (list > 0 && !document->lists[list].spaced) {
        document->lists[list].spaced = true;
        list = document->items[document->lists[list].item].list;
    }
}

static bool
needs_space(size_t lines, size_t texts, size_t links)
{
    return lines > 1 || (links > 0 && texts > 0) || links > 1;
}

static void
space_block(struct document *document, struct block block)
{
    const struct draft_item *top = &document->items[item_of(document, &document->drafts[block.start])->top];
    bool by_item = has_entry(document, block);
    size_t texts = 0, links = 0;

    for (size_t i = block.start; i < block.end; i++) {
        const struct draft_line *line = &document->drafts[i];
        const struct draft_item *item = item_of(document, line);

        texts += !line->links_only;
        links += line->link_count;
        if (by_item && needs_space(item->lines, item->texts, item->links))
            space_list(document, item->list);
    }
    if (!by_item && needs_space(top->lines, texts, links))
        space_list(document, top->list);
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
    const struct draft_item *item = item_of(layout->document, &layout->document->drafts[at]);

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
        return &drafts[item_of(layout->document, &drafts[at])->first_line];
    return &drafts[drafts[at].quote > 0 ? layout->paragraph_line : at];
}

/* The outermost list inside the quotation that LINE stands in; 0 for none. */
static size_t
quoted_list(const struct document *document, const struct draft_line *line)
{
    const struct draft_item *item = item_of(document, line);

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
    const struct draft_item *item = item_of(layout->document, draft);
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
    if (draft->item > 0 && item_of(layout->document, draft)->first_line == at && at == layout->group_line)
        show_links(layout, LINK_BEGINS_ITEM);
    else if (at == layout->group_line || (layout->head && is_name(layout->document, draft)))
        show_links(layout, LINK_BEGINS_LINE);
}

static void
lay_text(struct layout *layout, size_t at)
{
    struct draft_line *draft = &layout->document->drafts[at];
    const struct draft_item *item = item_of(layout->document, draft);
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
    struct span span = mark_span(&layout->group, draft, subject_of(layout, at));
    struct line *line = add_line(layout, LINE_HEADING);

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
    line->depth = item_of(layout->document, draft)->level;
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
    line->depth = item_of(layout->document, draft)->level;
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

/* R36: one group for several items, rows or paragraphs. */
static bool
serves_several(const struct document *document, struct block block)
{
    for (size_t i = block.start; i < block.end; i++) {
        const struct draft_line *line = &document->drafts[i];

        if (line->kind == DRAFT_TABLE || item_of(document, line)->parent > 0)
            return true;
        if (i > block.start && line->quote > 0 && line[-1].quote > 0 && line[-1].paragraph != line->paragraph)
            return true;
    }
    return false;
}

/* In a block with entries: another item's line ends the group, and a spaced item begins behind a blank line. */
static void
pass_item(struct layout *layout, size_t at)
{
    const struct draft_line *line = &layout->document->drafts[at];
    const struct draft_item *item = item_of(layout->document, line);

    if (line->item == line[-1].item)
        return;
    end_group(layout);
    begin_group(layout, at);
    layout->blank = item->first_line == at && layout->document->lists[item->list].spaced;
}

static void
lay_block(struct layout *layout, struct block block)
{
    layout->by_item = has_entry(layout->document, block);
    layout->shared = !layout->by_item && serves_several(layout->document, block);
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

/* The list whose item BLOCK is, or 0. */
static size_t
list_of(const struct document *document, struct block block)
{
    const struct draft_item *top = &document->items[item_of(document, &document->drafts[block.start])->top];

    return top->quoted ? 0 : top->list;
}

/* All links of LINE, which are pictures, or are none. */
static bool
has_links_that_are(const struct document *document, const struct draft_line *line, bool pictures)
{
    for (size_t i = 0; i < line->mark_count; i++)
        if ((line->marks[i].kind == DRAFT_IMAGE_OPEN && !pictures) ||
            (line->marks[i].kind == DRAFT_LINK_OPEN &&
             (pictures || !label_is_generic(document->draft_links[line->marks[i].link].label))))
            return false;
    return line->links_only && line->link_count > 0;
}

/*
 * A paragraph of nothing but generic links, or a list that begins with one, goes on with the text before it, whose paper
 * or code they are; a picture by itself goes with the title below it that is a link.
 */
static bool
belongs_together(const struct document *document, struct block before, struct block block)
{
    const struct draft_line *last = &document->drafts[before.end - 1], *first = &document->drafts[block.start];

    if (last->kind != DRAFT_TEXT || first->kind != DRAFT_TEXT || last->quote != first->quote || last->item > 0)
        return false;
    if (block.end == block.start + 1 && !last->links_only && has_links_that_are(document, first, false))
        return true;
    return first->item == 0 && before.end == before.start + 1 && block.end > block.start + 1 &&
           is_name(document, first) && has_links_that_are(document, last, true);
}

/* R2 and R20: blocks are apart by a blank line, but for items of a list that is not spaced. */
static bool
is_apart(const struct document *document, struct block before, struct block block)
{
    size_t list = list_of(document, block);

    if (belongs_together(document, before, block))
        return false;
    return list == 0 || list != list_of(document, before) || document->lists[list].spaced;
}

/* R30: a rule waits until something but a heading follows. */
static void
lay_blocks(struct layout *layout)
{
    struct document *document = layout->document;
    struct block block = { 0 }, before = { 0 };
    bool rule = false;

    for (; next_block(document, &block); before = block) {
        const struct draft_line *line = &document->drafts[block.start];

        layout->blank |= block.start > 0 && is_apart(document, before, block);
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
    struct block block = { 0 };

    shape_lines(document);
    while (next_block(document, &block))
        space_block(document, block);
    group_init(&layout.group, document);
    lay_blocks(&layout);
    group_clear(&layout.group);
}
