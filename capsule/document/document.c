/* document.c - the document's own life, and the small questions that readers and writers ask. */
#include "document/document.h"

#include <stdlib.h>

#include "base/memory.h"
#include "document/html_tokenizer.h"
#include "document/layout.h"
#include "document/model.h"

static void
resolve_clean(void *context, struct slice href, struct arena *arena, struct target *target)
{
    (void)context;
    target_clean(href, arena, target);
}

struct document *
document_new(const struct document_options *options)
{
    struct document *document = memory_new(sizeof *document);

    document->options = *options;
    document->resolver = options->resolver != NULL ? *options->resolver : (struct resolver){ NULL, resolve_clean };
    document->arena = arena_new();
    document->fresh = true;
    document->flow.gap = document->flow.image_at = SIZE_MAX;
    /* Index 0 means "none". */
    document->items = memory_grow(NULL, 0, &document->item_capacity, sizeof *document->items);
    document->lists = memory_grow(NULL, 0, &document->list_capacity, sizeof *document->lists);
    document->items[0] = (struct draft_item){ 0 };
    document->lists[0] = (struct draft_list){ 0 };
    document->item_count = document->list_count = 1;
    return document;
}

/* What is needed only until the lines are laid out. */
static void
free_drafts(struct document *document)
{
    buffer_clear(&document->flow.text);
    buffer_clear(&document->flow.label);
    buffer_clear(&document->flow.link_href);
    buffer_clear(&document->flow.scratch);
    free(document->flow.marks);
    document->flow.marks = NULL;
    document->flow.mark_capacity = 0;
    free(document->drafts);
    free(document->draft_links);
    free(document->items);
    free(document->lists);
    free(document->cells);
    document->drafts = NULL;
    document->draft_links = NULL;
    document->items = NULL;
    document->lists = NULL;
    document->cells = NULL;
}

void
document_free(struct document *document)
{
    if (document == NULL)
        return;
    free_drafts(document);
    free(document->lines);
    free(document->links);
    free(document->foot);
    arena_free(document->arena);
    free(document);
}

/* The text of the first level-1 heading of the body. */
static struct slice
find_title(const struct document *document)
{
    for (size_t i = 0; i < document->draft_count; i++)
        if (document->drafts[i].kind == DRAFT_HEADING && document->drafts[i].level == 1)
            return document->drafts[i].text;
    return (struct slice){ 0 };
}

static void
add_title_text(void *context, struct slice text)
{
    buffer_add(context, text);
}

static void
skip_title_tag(void *context, const struct html_tag *tag)
{
    if (slice_is_nocase(tag->name, "br"))
        buffer_add_byte(context, ' ');
}

/* TITLE as themes show it: it may hold HTML. What has no end ("a <b") is no HTML. */
static struct slice
plain_title(struct document *document, struct slice title)
{
    struct buffer text = { 0 };
    struct html_tokenizer *tokenizer =
        html_tokenizer_new(&(struct html_tokens){ &text, add_title_text, skip_title_tag });
    struct slice line;

    html_tokenizer_feed(tokenizer, title);
    if (html_tokenizer_is_inside_tag(tokenizer)) {
        buffer_truncate(&text, 0);
        buffer_add(&text, title);
    } else {
        html_tokenizer_finish(tokenizer);
    }
    line = model_line(document, buffer_slice(&text));
    html_tokenizer_free(tokenizer);
    buffer_clear(&text);
    return line;
}

/* The page says something in it: a heading, or words that are no picture's or link's. */
static bool
is_text(const struct draft_line *line)
{
    if (line->kind == DRAFT_RULE || (line->kind == DRAFT_TEXT && line->text.length == 0))
        return false;
    return line->kind != DRAFT_TEXT || line->mark_count == 0 || line->marks[0].at > 0 ||
           (line->marks[0].kind != DRAFT_LINK_OPEN && line->marks[0].kind != DRAFT_IMAGE_OPEN);
}

/*
 * R31: several level-1 headings are sections, and so is one that stands below text; then TITLE stands above them, unless
 * one of them says the same.
 */
static bool
lacks_title(const struct document *document, struct slice title)
{
    size_t count = 0;
    bool below = false;

    for (size_t i = 0; i < document->draft_count; i++) {
        const struct draft_line *line = &document->drafts[i];

        if (line->kind == DRAFT_HEADING && line->level == 1) {
            if (slice_equal_nocase(line->text, title))
                return false;
            count++;
        } else if (count == 0) {
            below |= is_text(line);
        }
    }
    return title.length > 0 && (count != 1 || below);
}

/* Below the title with which the page begins, a level-1 heading that says the same again says nothing, and right below it
 * any heading. */
static void
drop_repeated_title(struct document *document)
{
    const struct draft_line *first = document->drafts;
    size_t kept = 1;

    if (document->draft_count == 0 || first->kind != DRAFT_HEADING || first->level != 1)
        return;
    for (size_t i = 1; i < document->draft_count; i++) {
        const struct draft_line *line = &document->drafts[i];

        if (line->kind != DRAFT_HEADING || (line->level != 1 && i > 1) || line->mark_count > 0 ||
            !slice_equal_nocase(line->text, first->text))
            document->drafts[kept++] = *line;
    }
    document->draft_count = kept;
}

void
document_finish(struct document *document)
{
    struct slice title = plain_title(document, document->options.title);

    model_close(document);
    if (lacks_title(document, title))
        layout_title(document, title);
    else if (find_title(document).length == 0)
        layout_title(document, model_line(document, document->options.name));
    document->title = find_title(document);
    drop_repeated_title(document);
    layout_lines(document);
    free_drafts(document);
}

struct slice
document_title(const struct document *document)
{
    return document->title;
}

size_t
document_line_count(const struct document *document)
{
    return document->line_count;
}

const struct line *
document_line(const struct document *document, size_t index)
{
    return &document->lines[index];
}

size_t
document_link_count(const struct document *document)
{
    return document->link_count;
}

const struct link *
document_link(const struct document *document, size_t index)
{
    return &document->links[index];
}

void
document_foot_add(struct document *document, const struct target *target, struct slice label)
{
    struct target copy = *target;

    copy.url = arena_copy(document->arena, target->url);
    copy.selector = arena_copy(document->arena, target->selector);
    document->foot =
        memory_grow(document->foot, document->foot_count, &document->foot_capacity, sizeof *document->foot);
    document->foot[document->foot_count++] = (struct link){ .label = model_line(document, label), .target = copy };
}

size_t
document_foot_count(const struct document *document)
{
    return document->foot_count;
}

const struct link *
document_foot(const struct document *document, size_t index)
{
    return &document->foot[index];
}
