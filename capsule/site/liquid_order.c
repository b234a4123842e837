/* liquid_order.c - the filters that choose among the items of a list, order them and group them. */
#include <stdlib.h>

#include "base/memory.h"
#include "site/liquid_filter.h"
#include "site/liquid_group.h"

struct ranked {
    struct value item;
    struct slice key;
    unsigned long number;
    bool is_number, is_nil, no_case;
    size_t at;
};

static int
compare_nocase(struct slice one, struct slice other)
{
    for (size_t i = 0; i < one.length && i < other.length; i++) {
        int order = (unsigned char)byte_lower(one.bytes[i]) - (unsigned char)byte_lower(other.bytes[i]);

        if (order != 0)
            return order;
    }
    return (one.length > other.length) - (one.length < other.length);
}

static int
compare_ranked(const void *left, const void *right)
{
    const struct ranked *one = left, *other = right;
    int order;

    if (one->is_nil || other->is_nil)
        order = other->is_nil - one->is_nil;
    else if (one->is_number && other->is_number)
        order = (one->number > other->number) - (one->number < other->number);
    else
        order = one->no_case ? compare_nocase(one->key, other->key) : slice_compare(one->key, other->key);
    return order != 0 ? order : (one->at > other->at) - (one->at < other->at);
}

/* What ITEM is sorted by: its part KEY; without one, itself, a document by its date. */
static void
rank(const struct liquid_call *call, struct slice key, struct ranked *ranked)
{
    struct value value = ranked->item;

    if (key.length == 0 && value.kind == VALUE_ENTRY)
        key = slice_of("date");
    if (key.length == 0 && value.kind == VALUE_LIST)
        key = slice_of("first"); /* a pair of a map */
    if (key.length > 0)
        value = liquid_descend(call->scope, value, key);
    liquid_text(&value, &ranked->key);
    ranked->is_nil = value.kind == VALUE_NIL;
    ranked->is_number = slice_to_number(ranked->key, 1000000000, &ranked->number);
}

static struct value
sort_by(const struct liquid_call *call, bool no_case)
{
    size_t room;
    struct value_list *list = liquid_copy_items(call, 0, &room);
    struct ranked *ranked = memory_new((list->count + 1) * sizeof(*ranked));

    for (size_t i = 0; i < list->count; i++) {
        ranked[i] = (struct ranked){ .item = list->items[i], .no_case = no_case, .at = i };
        rank(call, call->first, &ranked[i]);
    }
    qsort(ranked, list->count, sizeof(*ranked), compare_ranked);
    for (size_t i = 0; i < list->count; i++)
        list->items[i] = ranked[i].item;
    free(ranked);
    return liquid_of_list(list);
}

static struct value
sort(const struct liquid_call *call)
{
    return sort_by(call, false);
}

static struct value
sort_natural(const struct liquid_call *call)
{
    return sort_by(call, true);
}

/* Keeps the items for which FITS says true. */
static struct value
choose(const struct liquid_call *call, bool (*fits)(const struct liquid_call *call, const struct value *item))
{
    size_t room, kept = 0;
    struct value_list *list = liquid_copy_items(call, 0, &room);

    for (size_t i = 0; i < list->count; i++)
        if (fits(call, &list->items[i]))
            list->items[kept++] = list->items[i];
    list->count = kept;
    return liquid_of_list(list);
}

static bool
fits_where(const struct liquid_call *call, const struct value *item)
{
    struct value part = liquid_descend(call->scope, *item, call->first);

    if (call->count < 2)
        return liquid_truth(&part) == TRUTH_YES;
    if (part.kind == VALUE_DATA || part.kind == VALUE_LIST)
        return liquid_contains(call->scope, &part, &call->arguments[1]);
    return liquid_equal(&part, &call->arguments[1]);
}

/* `where` cannot know what it is asked for if that is unknown; then everything stays. */
static struct value
where(const struct liquid_call *call)
{
    if (call->count == 0 || (call->count > 1 && call->arguments[1].kind == VALUE_UNKNOWN))
        return call->value;
    return choose(call, fits_where);
}

static struct value
first_of(struct value list)
{
    return list.kind == VALUE_LIST && list.list->count > 0 ? list.list->items[0] : liquid_nil();
}

/* `find`: the first that `where` would keep. */
static struct value
find(const struct liquid_call *call)
{
    return first_of(where(call));
}

/* Runs with the variable named FIRST bound to ITEM. */
static void
bind(const struct liquid_call *call, const struct value *item)
{
    struct value *kept = arena_take(call->scope->arena, sizeof(*kept));

    liquid_spend(call->scope, sizeof(*kept));
    *kept = *item;
    map_put(call->scope->variables, call->first, kept);
}

static bool
fits_expression(const struct liquid_call *call, const struct value *item)
{
    bind(call, item);
    return liquid_condition(call->scope, call->second) != TRUTH_NO;
}

static struct value
where_exp(const struct liquid_call *call)
{
    return call->count < 2 ? call->value : choose(call, fits_expression);
}

static struct value
find_exp(const struct liquid_call *call)
{
    return first_of(where_exp(call));
}

static struct value
group(const struct liquid_call *call, bool expression)
{
    const struct value_list *items = liquid_items(call->scope, &call->value);
    struct liquid_groups groups = { .index = map_new() };
    struct value list;

    for (size_t i = 0; items != NULL && i < items->count; i++) {
        struct value key;
        struct slice name;

        if (expression)
            bind(call, &items->items[i]);
        key = expression ? liquid_evaluate(call->scope, call->second)
                         : liquid_descend(call->scope, items->items[i], call->first);
        liquid_text(&key, &name);
        liquid_groups_add(&groups, call->scope, name, items->items[i]);
    }
    list = liquid_groups_list(&groups, call->scope);
    map_free(groups.index);
    return list;
}

static struct value
group_by(const struct liquid_call *call)
{
    return group(call, false);
}

static struct value
group_by_exp(const struct liquid_call *call)
{
    return group(call, true);
}

static bool
is_there(const struct liquid_call *call, const struct value *item)
{
    (void)call;
    return item->kind != VALUE_NIL;
}

static struct value
compact(const struct liquid_call *call)
{
    return choose(call, is_there);
}

static const struct liquid_filter filters[] = {
    { "sort", false, sort },           { "sort_natural", false, sort_natural }, { "where", false, where },
    { "where_exp", false, where_exp }, { "group_by", false, group_by },         { "group_by_exp", false, group_by_exp },
    { "find", false, find },           { "find_exp", false, find_exp },         { "compact", false, compact },
};

const struct liquid_filter *
liquid_order_filter(struct slice name)
{
    for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
        if (slice_is(name, filters[i].name))
            return &filters[i];
    return NULL;
}
