/*
 * liquid_loop.c - loops. One whose body prints its items as a theme's list does is a list of ours (jekyll.md 8.9, 8.15);
 * any other one runs, round by round, over the very text of its body. What it runs over may be unknown: then nothing is
 * shown of it but the lists of ours inside it.
 */
#include <stdint.h>

#include "site/liquid_pass.h"
#include "site/liquid_shape.h"
#include "site/site_data.h"

enum { LISTED = 10000 };

/* Bytes of bodies that a page may walk again and again: some 100,000 tags. */
#define REPEATED ((size_t)16 << 20)

static size_t
number_behind(const struct scope *scope, struct slice text, const char *word, size_t otherwise)
{
    size_t at = slice_find(text, word);
    struct slice rest = slice_from(text, at == SLICE_NONE ? text.length : at + slice_of(word).length), digits;
    struct value value;
    unsigned long number;

    if (at == SLICE_NONE)
        return otherwise;
    value = liquid_take_operand(scope, &rest);
    return liquid_text(&value, &digits) && slice_to_number(digits, 1000000, &number) ? number : otherwise;
}

static struct liquid_plan
read_plan(struct liquid_pass *pass, struct slice argument)
{
    struct scope scope = liquid_scope(pass);
    size_t in = slice_find(argument, " in ");
    struct slice rest = slice_from(argument, in == SLICE_NONE ? argument.length : in + 4);
    struct liquid_plan plan = { .variable = slice_trim(slice_range(argument, 0, in)) };
    struct value value = liquid_take_operand(&scope, &rest);
    size_t limit;

    plan.items = liquid_items(&scope, &value);
    plan.reversed = slice_find(rest, "reversed") != SLICE_NONE;
    plan.first = number_behind(&scope, rest, "offset:", 0);
    limit = number_behind(&scope, rest, "limit:", SIZE_MAX);
    if (plan.items == NULL)
        return plan;
    if (plan.first > plan.items->count)
        plan.first = plan.items->count;
    plan.count = plan.items->count - plan.first;
    if (plan.count > limit)
        plan.count = limit;
    return plan;
}

static void
begin_round(struct liquid_pass *pass, struct liquid_rounds *rounds)
{
    struct liquid_source *source = liquid_source(pass);
    const struct liquid_plan *plan = &rounds->plan;
    size_t index = rounds->round.index;

    rounds->item = plan->items->items[plan->first + (plan->reversed ? plan->count - 1 - index : index)];
    map_put(pass->variables, rounds->plan.variable, &rounds->item);
    source->at = rounds->body;
    source->line = rounds->line;
}

static void
run(struct liquid_pass *pass, struct liquid_frame *frame, const struct liquid_plan *plan)
{
    const struct liquid_source *source = liquid_source(pass);
    const struct value *before = map_find(pass->variables, plan->variable);
    struct liquid_rounds *rounds = arena_take(pass->arena, sizeof(*rounds));

    *rounds = (struct liquid_rounds){ .plan = *plan,
                                      .round = { 0, plan->count },
                                      .outer = before != NULL ? *before : liquid_nil(),
                                      .outer_loop = pass->loop,
                                      .body = source->at,
                                      .line = source->line };
    frame->rounds = rounds;
    frame->waits = plan->items->collection.length > 0;
    pass->loop = pass->frame_count;
    pass->waiting += frame->waits;
    if (plan->count > 0) {
        begin_round(pass, rounds);
        return;
    }
    frame->dead = true;
    pass->dead++;
}

/* Walking a body again costs its length; where marks without an end were met, each may cost a search to the file's end. */
static bool
may_repeat(struct liquid_pass *pass, const struct liquid_rounds *rounds)
{
    struct liquid_source *source = liquid_source(pass);
    bool searched = source->no_tag_end || source->no_output_end || source->no_comment_end || source->no_block_end;

    pass->repeated += (searched ? source->text.length : source->at) - rounds->body + 1;
    source->no_tag_end = source->no_output_end = source->no_comment_end = source->no_block_end = false;
    source->spans = (struct code_spans){ 0 };
    if (pass->repeated <= REPEATED && pass->budget > 0)
        return true;
    if (!pass->full)
        findings_add(pass->findings, FINDING_WARNING, "page-too-long", source->file.bytes, source->line, 0,
                     "the loops of the page go on for too long; the rest is left out");
    pass->full = true;
    return false;
}

bool
liquid_next_round(struct liquid_pass *pass)
{
    struct liquid_frame *frame = &pass->frames[pass->frame_count - 1];
    struct liquid_rounds *rounds = frame->rounds;

    if (rounds == NULL || rounds->left || rounds->round.index + 1 >= rounds->round.count || !may_repeat(pass, rounds))
        return false;
    if (frame->dead)
        pass->dead--;
    frame->dead = false;
    rounds->round.index++;
    begin_round(pass, rounds);
    return true;
}

void
liquid_end_rounds(struct liquid_pass *pass, struct liquid_frame *frame)
{
    struct liquid_rounds *rounds = frame->rounds;

    if (map_find(pass->variables, rounds->plan.variable) == &rounds->item || rounds->outer.kind != VALUE_NIL)
        map_put(pass->variables, rounds->plan.variable, &rounds->outer);
    pass->loop = rounds->outer_loop;
}

void
liquid_for_else(struct liquid_pass *pass, struct liquid_frame *frame)
{
    bool shown = frame->rounds->round.count == 0 && !frame->taken;

    if (shown == frame->dead)
        pass->dead += frame->dead ? (size_t)-1 : 1;
    frame->dead = !shown;
    frame->taken = true;
}

static void
leave_round(struct liquid_pass *pass, bool all)
{
    struct liquid_frame *frame = pass->loop > 0 ? &pass->frames[pass->loop - 1] : NULL;

    if (frame == NULL || pass->dead > 0 || pass->loop <= liquid_source(pass)->frames)
        return;
    frame->rounds->left = all;
    frame->dead = true;
    pass->dead++;
}

void
liquid_break(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)argument;
    (void)whole;
    leave_round(pass, true);
}

void
liquid_continue(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)argument;
    (void)whole;
    leave_round(pass, false);
}

/* Whether a list like this stands on the page already; notes it otherwise. */
static bool
is_listed(struct liquid_pass *pass, const struct value_list *list)
{
    struct slice key = list->collection;

    if (key.length == 0)
        key = slice_make((const char *)&list, sizeof(list));
    return map_put(pass->listed, key, pass) != NULL;
}

static void
add_items(struct liquid_pass *pass, const struct liquid_plan *plan, const struct listing_style *style,
          struct buffer *html)
{
    struct scope scope = liquid_scope(pass);

    for (size_t i = 0; i < plan->count && i < LISTED; i++) {
        size_t at = plan->first + (plan->reversed ? plan->count - 1 - i : i);
        const struct value *item = &plan->items->items[at];

        if (item->kind == VALUE_ENTRY && item->entry->kind <= ENTRY_POST && item->entry->title.length > 0)
            listing_document(&scope, item->entry, style, html);
        else if (item->kind == VALUE_DATA && yaml_kind(item->data) == YAML_MAP)
            listing_record(item->data, html);
    }
}

static void
show_list(struct liquid_pass *pass, const struct liquid_plan *plan, const struct listing_style *style)
{
    bool documents = listing_is_documents(plan->items);
    struct buffer html = { 0 };

    if (plan->items->collection.length > 0)
        library_note(pass->library, plan->items->collection, pass->entry);
    if (plan->count > 0)
        buffer_add_text(&html, documents ? "\n\n" : "\n\n<ul>\n");
    add_items(pass, plan, style, &html);
    if (plan->count > 0)
        buffer_add_text(&html, documents ? "\n" : "</ul>\n\n");
    liquid_emit_generated(pass, buffer_slice(&html));
    buffer_clear(&html);
}

void
liquid_show_lists(struct liquid_pass *pass)
{
    for (size_t i = 0; i < pass->frame_count && pass->waiting > 0; i++) {
        struct liquid_frame *frame = &pass->frames[i];

        if (!frame->waits)
            continue;
        frame->waits = false;
        pass->waiting--;
        if (frame->rounds != NULL)
            library_note(pass->library, frame->rounds->plan.items->collection, pass->entry);
        else if (!is_listed(pass, frame->plan->items) || pass->lost <= 1)
            show_list(pass, frame->plan, &frame->style); /* once in a loop that is not known */
    }
}

/* What a part of a theme would show: its parameter `post`, else the variable, else what the loop has come to. */
static const struct entry *
entry_at_hand(struct liquid_pass *pass, const struct map *parameters)
{
    const struct value *value = map_find(parameters, slice_of("post"));

    if (value == NULL)
        value = map_find(pass->variables, slice_of("post"));
    if (pass->loop > 0 && (value == NULL || value->kind != VALUE_ENTRY))
        value = &pass->frames[pass->loop - 1].rounds->item;
    return value != NULL && value->kind == VALUE_ENTRY ? value->entry : NULL;
}

bool
liquid_show_entry(struct liquid_pass *pass, const struct map *parameters, const struct listing_style *style)
{
    const struct entry *entry = entry_at_hand(pass, parameters);
    struct scope scope = liquid_scope(pass);
    struct buffer html = { 0 };

    if (entry == NULL)
        return false;
    if (entry->title.length > 0) /* a page without a title is no use in a list */
        listing_document(&scope, entry, style, &html);
    buffer_add_text(&html, "\n");
    liquid_emit_generated(pass, buffer_slice(&html));
    buffer_clear(&html);
    return true;
}

bool
liquid_show_item(struct liquid_pass *pass)
{
    static const struct listing_style style = { .excerpt = true };
    struct liquid_rounds *rounds = pass->loop > 0 ? pass->frames[pass->loop - 1].rounds : NULL;
    struct map *none;
    bool shown;

    if (rounds == NULL || rounds->item.kind != VALUE_ENTRY)
        return false;
    if (rounds->shown == rounds->round.index + 1)
        return true;
    rounds->shown = rounds->round.index + 1;
    none = map_new();
    shown = liquid_show_entry(pass, none, &style);
    map_free(none);
    return shown;
}

static bool
is_list(const struct value_list *items)
{
    return items != NULL && (listing_is_documents(items) || listing_is_data(items));
}

/* A list of ours in the place of the loop; its body is walked for what it says besides, which is nothing. */
static void
list(struct liquid_pass *pass, struct liquid_frame *frame, const struct liquid_plan *plan)
{
    struct liquid_plan *kept = arena_take(pass->arena, sizeof(*kept));

    *kept = *plan;
    frame->plan = kept;
    frame->waits = true;
    pass->waiting++;
}

void
liquid_for(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct liquid_source *source = liquid_source(pass);
    struct liquid_frame *frame = liquid_push_frame(pass, LIQUID_FOR);
    struct liquid_plan plan = { .count = 0 };
    bool lists = false;

    if (pass->dead == 0) {
        plan = read_plan(pass, argument);
        if (plan.items == NULL && pass->lost == 0)
            liquid_report(pass, whole);
        lists = is_list(plan.items) &&
                liquid_shape_lists(slice_from(source->text, source->at), plan.variable, plan.items, &frame->style);
        if (plan.items != NULL && !lists && pass->lost == 0) {
            run(pass, frame, &plan);
            return;
        }
    }
    if (lists || (pass->lost > 0 && is_list(plan.items)))
        list(pass, frame, &plan);
    frame->lost = true;
    pass->lost++;
}
