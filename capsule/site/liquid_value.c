/* liquid_value.c - names and literals of Liquid. */
#include "site/liquid_value.h"

#include "site/liquid_site.h"
#include "site/site_data.h"

/* A name that stands for something that is only asked for parts. */
struct liquid_root {
    const char *name;
    struct value (*find)(const struct scope *scope, struct slice key);
};

struct value
liquid_nil(void)
{
    return (struct value){ .kind = VALUE_NIL };
}

struct value
liquid_unknown(void)
{
    return (struct value){ .kind = VALUE_UNKNOWN };
}

struct value
liquid_boolean(bool truth)
{
    return (struct value){ .kind = VALUE_BOOLEAN, .truth = truth };
}

struct value
liquid_string(struct slice text)
{
    return (struct value){ .kind = VALUE_TEXT, .text = text };
}

struct value
liquid_number(const struct scope *scope, size_t number)
{
    return liquid_string(arena_format(scope->arena, "%zu", number));
}

struct value
liquid_of_entry(const struct entry *entry)
{
    return (struct value){ .kind = VALUE_ENTRY, .entry = entry };
}

struct value
liquid_of_list(const struct value_list *list)
{
    return (struct value){ .kind = VALUE_LIST, .list = list };
}

struct value
liquid_node(const struct yaml *node)
{
    enum yaml_kind kind = yaml_kind(node);

    if (kind == YAML_NULL)
        return liquid_nil();
    if (kind == YAML_BOOLEAN)
        return liquid_boolean(yaml_bool(node, false));
    if (kind == YAML_LIST || kind == YAML_MAP)
        return (struct value){ .kind = VALUE_DATA, .data = node };
    return liquid_string(yaml_text(node));
}

bool
liquid_spend(const struct scope *scope, size_t cost)
{
    bool fits = cost <= *scope->budget;

    *scope->budget = fits ? *scope->budget - cost : 0;
    return fits;
}

static struct value
part_of_data(const struct scope *scope, const struct value *value, struct slice key)
{
    const struct yaml *node = value->data;
    size_t count = yaml_count(node);
    const struct yaml *child = NULL;
    struct value part;
    unsigned long index;

    if (yaml_kind(node) == YAML_LIST && slice_to_number(key, 1000000, &index))
        child = index < count ? yaml_item(node, index) : NULL;
    else
        child = yaml_get(node, arena_copy(scope->arena, key).bytes);
    if (child == NULL && slice_is(key, "size"))
        return liquid_number(scope, count);
    if (child == NULL && (slice_is(key, "first") || slice_is(key, "last")) && count > 0)
        child = yaml_item(node, slice_is(key, "first") ? 0 : count - 1);
    part = liquid_node(child);
    part.is_authored = value->is_authored;
    return part;
}

static struct value
part_of_list(const struct scope *scope, const struct value *value, struct slice key)
{
    const struct value_list *list = value->list;
    unsigned long index;

    if (slice_is(key, "size"))
        return liquid_number(scope, list->count);
    if (slice_is(key, "last") || slice_is(key, "-1"))
        return list->count > 0 ? list->items[list->count - 1] : liquid_nil();
    if (slice_is(key, "first"))
        index = 0;
    else if (!slice_to_number(key, 1000000, &index))
        return liquid_nil();
    return index < list->count ? list->items[index] : liquid_nil();
}

static struct value
part_of_record(const struct scope *scope, const struct value *value, struct slice key)
{
    for (size_t i = 0; i < value->record->count; i++)
        if (slice_equal(value->record->fields[i].key, key))
            return value->record->fields[i].value;
    return slice_is(key, "size") ? liquid_number(scope, value->record->count) : liquid_nil();
}

struct value
liquid_part(const struct scope *scope, const struct value *value, struct slice key)
{
    switch (value->kind) {
    case VALUE_UNKNOWN:
        return liquid_unknown();
    case VALUE_ROOT:
        return value->root->find(scope, key);
    case VALUE_ENTRY:
        return liquid_property(scope, value->entry, key);
    case VALUE_DATA:
        return part_of_data(scope, value, key);
    case VALUE_LIST:
        return part_of_list(scope, value, key);
    case VALUE_RECORD:
        return part_of_record(scope, value, key);
    case VALUE_TEXT:
        return slice_is(key, "size") ? liquid_number(scope, value->text.length) : liquid_nil();
    default:
        return liquid_nil();
    }
}

struct value
liquid_descend(const struct scope *scope, struct value value, struct slice path)
{
    struct slice step;

    while (slice_take_part(&path, '.', &step))
        if (step.length > 0)
            value = liquid_part(scope, &value, step);
    return value;
}

static struct value
data_name(const struct scope *scope, struct slice key)
{
    struct value value = liquid_node(library_data(scope->library, key));

    value.is_authored = true;
    return value;
}

static const struct liquid_root data_root = { "data", data_name };

static struct value
site_name(const struct scope *scope, struct slice key)
{
    const struct site *site = library_site(scope->library);
    bool known;
    struct value value;

    if (slice_is(key, "data"))
        return (struct value){ .kind = VALUE_ROOT, .root = &data_root };
    if (slice_is(key, "time"))
        return liquid_string(slice_of("now"));
    value = liquid_site_list(scope, key, &known);
    return known ? value : liquid_node(yaml_get(site->config, arena_copy(scope->arena, key).bytes));
}

static struct value
page_name(const struct scope *scope, struct slice key)
{
    return liquid_property(scope, scope->entry, key);
}

static struct value
author_name(const struct scope *scope, struct slice key)
{
    struct value author = liquid_node(yaml_get(library_site(scope->library)->config, "author"));

    return liquid_part(scope, &author, key);
}

static struct value
parameter_name(const struct scope *scope, struct slice key)
{
    const struct value *value = scope->parameters != NULL ? map_find(scope->parameters, key) : NULL;

    return value != NULL ? *value : liquid_nil();
}

static struct value
paginator_name(const struct scope *scope, struct slice key)
{
    return slice_is(key, "posts") ? liquid_documents(scope, slice_of("posts")) : liquid_unknown();
}

static struct value
jekyll_name(const struct scope *scope, struct slice key)
{
    (void)scope;
    return slice_is(key, "environment") ? liquid_string(slice_of("production")) : liquid_unknown();
}

static struct value
unknown_name(const struct scope *scope, struct slice key)
{
    (void)scope;
    (void)key;
    return liquid_unknown();
}

static struct value
round_name(const struct scope *scope, struct slice key)
{
    const struct liquid_round *round = scope->round;

    if (round == NULL)
        return liquid_unknown();
    if (slice_is(key, "first"))
        return liquid_boolean(round->index == 0);
    if (slice_is(key, "last"))
        return liquid_boolean(round->index + 1 == round->count);
    if (slice_is(key, "index"))
        return liquid_number(scope, round->index + 1);
    if (slice_is(key, "index0"))
        return liquid_number(scope, round->index);
    if (slice_is(key, "rindex"))
        return liquid_number(scope, round->count - round->index);
    if (slice_is(key, "rindex0"))
        return liquid_number(scope, round->count - round->index - 1);
    return slice_is(key, "length") ? liquid_number(scope, round->count) : liquid_unknown();
}

static const struct liquid_root roots[] = {
    { "site", site_name },         { "page", page_name },       { "author", author_name },
    { "include", parameter_name }, { "jekyll", jekyll_name },   { "paginator", paginator_name },
    { "forloop", round_name },     { "content", unknown_name }, { "layout", unknown_name },
    { "theme", unknown_name },
};

enum { ROOTS = sizeof(roots) / sizeof(roots[0]) };

/* `base_path` is what academicpages calls the beginning of its own paths; where nothing sets it, it is empty. */
struct value
liquid_word(const struct scope *scope, struct slice word)
{
    const struct value *variable = map_find(scope->variables, word);

    if (variable != NULL)
        return *variable;
    for (size_t i = 0; i < ROOTS; i++)
        if (slice_is(word, roots[i].name))
            return (struct value){ .kind = VALUE_ROOT, .root = &roots[i] };
    return slice_is(word, "base_path") ? liquid_string(slice_of("")) : liquid_nil();
}

bool
liquid_text(const struct value *value, struct slice *text)
{
    *text = slice_make("", 0);
    if (value->kind == VALUE_TEXT)
        *text = value->text;
    if (value->kind == VALUE_BOOLEAN)
        *text = slice_of(value->truth ? "true" : "false");
    return value->kind == VALUE_TEXT || value->kind == VALUE_BOOLEAN || value->kind == VALUE_NIL ||
           value->kind == VALUE_EMPTY;
}
