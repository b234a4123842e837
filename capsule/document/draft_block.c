/* draft_block.c - what a block holds, and what stands apart from what. */
#include "document/draft_block.h"

#include "document/label.h"

bool
draft_block_next(const struct document *document, struct draft_block *block)
{
    block->start = block->end;
    while (block->end < document->draft_count &&
           document->drafts[block->end].block == document->drafts[block->start].block)
        block->end++;
    return block->end > block->start;
}

struct draft_item *
draft_block_item(const struct document *document, const struct draft_line *line)
{
    return &document->items[line->item];
}

static bool
is_nested(const struct draft_item *item)
{
    return (item->parent > 0 || item->definition) && !item->quoted;
}

bool
draft_block_is_name(const struct document *document, const struct draft_line *line)
{
    if (!line->links_only || line->link_count != 1 || line->text.length == 0)
        return false;
    for (size_t i = 0; i < line->mark_count; i++)
        if (line->marks[i].kind == DRAFT_LINK_OPEN)
            return !label_is_generic(document->draft_links[line->marks[i].link].label);
    return false;
}

/* R17: a nested item of words with a further line or with two links. */
bool
draft_block_has_entry(const struct document *document, struct draft_block block)
{
    for (size_t i = block.start; i < block.end; i++) {
        const struct draft_item *item = draft_block_item(document, &document->drafts[i]);

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

void
draft_block_space(struct document *document, struct draft_block block)
{
    const struct draft_item *top = &document->items[draft_block_item(document, &document->drafts[block.start])->top];
    bool by_item = draft_block_has_entry(document, block);
    size_t texts = 0, links = 0;

    for (size_t i = block.start; i < block.end; i++) {
        const struct draft_line *line = &document->drafts[i];
        const struct draft_item *item = draft_block_item(document, line);

        texts += !line->links_only;
        links += line->link_count;
        if (by_item && needs_space(item->lines, item->texts, item->links))
            space_list(document, item->list);
    }
    if (!by_item && needs_space(top->lines, texts, links))
        space_list(document, top->list);
}

/* R36: one group for several items, rows or paragraphs. */
bool
draft_block_serves_several(const struct document *document, struct draft_block block)
{
    for (size_t i = block.start; i < block.end; i++) {
        const struct draft_line *line = &document->drafts[i];

        if (line->kind == DRAFT_TABLE || draft_block_item(document, line)->parent > 0)
            return true;
        if (i > block.start && line->quote > 0 && line[-1].quote > 0 && line[-1].paragraph != line->paragraph)
            return true;
    }
    return false;
}

/* The list whose item BLOCK is, or 0. */
static size_t
list_of(const struct document *document, struct draft_block block)
{
    const struct draft_item *top = &document->items[draft_block_item(document, &document->drafts[block.start])->top];

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
belongs_together(const struct document *document, struct draft_block before, struct draft_block block)
{
    const struct draft_line *last = &document->drafts[before.end - 1], *first = &document->drafts[block.start];

    if (last->kind != DRAFT_TEXT || first->kind != DRAFT_TEXT || last->quote != first->quote || last->item > 0)
        return false;
    if (block.end == block.start + 1 && !last->links_only && has_links_that_are(document, first, false))
        return true;
    return first->item == 0 && before.end == before.start + 1 && block.end > block.start + 1 &&
           draft_block_is_name(document, first) && has_links_that_are(document, last, true);
}

/* R2 and R20: blocks are apart by a blank line, but for items of a list that is not spaced. */
bool
draft_block_is_apart(const struct document *document, struct draft_block before, struct draft_block block)
{
    size_t list = list_of(document, block);

    if (belongs_together(document, before, block))
        return false;
    return list == 0 || list != list_of(document, before) || document->lists[list].spaced;
}
