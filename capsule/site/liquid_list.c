/* liquid_list.c - lists of values, and the filters that make one list of another. */
#include <stdlib.h>

#include "site/liquid_filter.h"

struct value_list *
liquid_list_new(const struct scope *scope, size_t count, size_t *room)
{
    struct value_list *list = arena_take(scope->arena, sizeof(*list));

    *room = liquid_spend(scope, (count + 1) * sizeof(struct value)) ? count : 0;
    list->items = arena_take(scope->arena, (*room + 1) * sizeof(struct value));
    return list;
}

static struct value
pair_of(const struct scope *scope, struct slice key, const struct value *value)
{
    size_t room;
    struct value_list *pair = liquid_list_new(scope, 2, &room);

    if (room == 2) {
        pair->items[pair->count++] = liquid_string(key);
        pair->items[pair->count++] = *value;
    }
    return liquid_of_list(pair);
}

/* The nodes of a YAML list; of a map, its pairs of key and value. */
static const struct value_list *
items_of_data(const struct scope *scope, const struct value *data)
{
    struct slice name = slice_make((const char *)&data->data, sizeof(data->data));
    struct value_list *list = map_find(scope->lists, name);
    bool pairs = yaml_kind(data->data) == YAML_MAP;
    size_t room;

    if (list != NULL)
        return list;
    list = liquid_list_new(scope, yaml_count(data->data), &room);
    while (list->count < room) {
        struct value value = liquid_node(yaml_item(data->data, list->count));

        value.is_authored = data->is_authored;
        list->items[list->count] = pairs ? pair_of(scope, yaml_key(data->data, list->count), &value) : value;
        list->count++;
    }
    map_put(scope->lists, name, list);
    return list;
}

static const struct value_list *
items_of_record(const struct scope *scope, const struct value_record *record)
{
    size_t room;
    struct value_list *list = liquid_list_new(scope, record->count, &room);

    for (; list->count < room; list->count++)
        list->items[list->count] = pair_of(scope, record->fields[list->count].key, &record->fields[list->count].value);
    return list;
}

const struct value_list *
liquid_items(const struct scope *scope, const struct value *value)
{
    struct value_list *list;
    size_t room;

    switch (value->kind) {
    case VALUE_LIST:
        return value->list;
    case VALUE_DATA:
        return items_of_data(scope, value);
    case VALUE_RECORD:
        return items_of_record(scope, value->record);
    case VALUE_UNKNOWN:
    case VALUE_ROOT:
        return NULL;
    default:
        list = liquid_list_new(scope, 1, &room);
        if (room > 0 && value->kind == VALUE_TEXT && value->text.length > 0)
            list->items[list->count++] = *value;
        return list;
    }
}

struct value_list *
liquid_copy_items(const struct liquid_call *call, size_t more, size_t *room)
{
    const struct value_list *items = liquid_items(call->scope, &call->value);
    size_t count = items != NULL ? items->count : 0;
    struct value_list *list = liquid_list_new(call->scope, count + more, room);

    if (*room == 0 || items == NULL)
        return list;
    memcpy(list->items, items->items, count * sizeof(struct value));
    list->count = count;
    list->collection = items->collection;
    return list;
}

static struct value
reverse(const struct liquid_call *call)
{
    size_t room;
    struct value_list *list = liquid_copy_items(call, 0, &room);

    for (size_t i = 0; i < list->count / 2; i++) {
        struct value kept = list->items[i];

        list->items[i] = list->items[list->count - 1 - i];
        list->items[list->count - 1 - i] = kept;
    }
    return liquid_of_list(list);
}

static struct value
map_part(const struct liquid_call *call)
{
    size_t room;
    struct value_list *list = liquid_copy_items(call, 0, &room);

    list->collection = slice_make("", 0);
    for (size_t i = 0; i < list->count; i++)
        list->items[i] = liquid_descend(call->scope, list->items[i], call->first);
    return liquid_of_list(list);
}

/* Scalars by a table, since there may be many of them; the rest is taken to differ. */
static struct value
uniq(const struct liquid_call *call)
{
    size_t room, kept = 0;
    struct value_list *list = liquid_copy_items(call, 0, &room);
    struct map *seen = map_new();

    for (size_t i = 0; i < list->count; i++) {
        struct slice text;

        if (!liquid_text(&list->items[i], &text) || map_put(seen, text, seen) == NULL)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
    map_free(seen);
    return liquid_of_list(list);
}

static struct value
push(const struct liquid_call *call)
{
    size_t room;
    struct value_list *list = liquid_copy_items(call, 1, &room);

    if (call->count > 0 && list->count < room)
        list->items[list->count++] = call->arguments[0];
    return liquid_of_list(list);
}

static struct value
concat(const struct liquid_call *call)
{
    const struct value_list *more = call->count > 0 ? liquid_items(call->scope, &call->arguments[0]) : NULL;
    size_t room;
    struct value_list *list = liquid_copy_items(call, more != NULL ? more->count : 0, &room);

    for (size_t i = 0; more != NULL && i < more->count && list->count < room; i++)
        list->items[list->count++] = more->items[i];
    return liquid_of_list(list);
}

/* How many characters TEXT has, and where the one at INDEX begins. */
static size_t
count_characters(struct slice text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.bytes[i] & 0xc0) != 0x80;
    return count;
}

static size_t
character_at(struct slice text, size_t index)
{
    size_t at = 0;

    for (; at < text.length; at++)
        if (((unsigned char)text.bytes[at] & 0xc0) != 0x80 && index-- == 0)
            break;
    return at;
}

/* `slice: 0, 5` of a list, or of a text's characters; a start below 0 counts from the end. */
static struct value
take_slice(const struct liquid_call *call)
{
    const struct value_list *items = liquid_items(call->scope, &call->value);
    bool text = call->value.kind == VALUE_TEXT, from_end = slice_starts(call->first, "-");
    size_t whole = text ? count_characters(call->text) : items != NULL ? items->count : 0;
    struct value_list *list = arena_take(call->scope->arena, sizeof(*list));
    unsigned long start = 0, length = 1;

    slice_to_number(slice_from(call->first, from_end), 1000000000, &start);
    if (call->count > 1 && !slice_to_number(call->second, 1000000000, &length))
        length = 1;
    if (from_end)
        start = start < whole ? whole - start : 0;
    start = start < whole ? start : whole;
    length = length < whole - start ? length : whole - start;
    if (text)
        return liquid_string(
            slice_range(call->text, character_at(call->text, start), character_at(call->text, start + length)));
    if (items != NULL)
        *list = (struct value_list){ items->items + start, length, items->collection };
    return liquid_of_list(list);
}

/* As Ruby does it: empty parts at the end do not count. */
static struct value
split(const struct liquid_call *call)
{
    char *separator = slice_copy(call->first);
    struct slice rest = call->text;
    size_t room, width = call->first.length, at;
    struct value_list *list = liquid_list_new(call->scope, call->text.length / (width > 0 ? width : 1) + 1, &room);

    while (width > 0 && list->count < room && (at = slice_find(rest, separator)) != SLICE_NONE) {
        list->items[list->count++] = liquid_string(slice_range(rest, 0, at));
        rest = slice_from(rest, at + width);
    }
    if (list->count < room)
        list->items[list->count++] = liquid_string(rest);
    while (list->count > 0 && list->items[list->count - 1].text.length == 0)
        list->count--;
    free(separator);
    return liquid_of_list(list);
}

static struct value
first(const struct liquid_call *call)
{
    return liquid_part(call->scope, &call->value, slice_of("first"));
}

static struct value
last(const struct liquid_call *call)
{
    return liquid_part(call->scope, &call->value, slice_of("last"));
}

static struct value
size(const struct liquid_call *call)
{
    if (call->value.kind == VALUE_NIL)
        return liquid_string(slice_of("0"));
    return liquid_part(call->scope, &call->value, slice_of("size"));
}

/* Lists inside the list are joined as well, by the same words. */
static struct value
join_with(const struct liquid_call *call, struct slice between)
{
    const struct value_list *items = liquid_items(call->scope, &call->value);
    struct buffer text = { 0 };

    for (size_t i = 0; items != NULL && i < items->count && text.length < LIQUID_TEXT; i++) {
        const struct value_list *inner = liquid_items(call->scope, &items->items[i]);

        for (size_t j = 0; inner != NULL && j < inner->count && text.length < LIQUID_TEXT; j++) {
            struct slice part;

            liquid_text(&inner->items[j], &part);
            if (i + j > 0)
                buffer_add(&text, between);
            buffer_add(&text, part);
        }
    }
    return liquid_keep(call->scope, &text);
}

static struct value
join(const struct liquid_call *call)
{
    return join_with(call, call->count > 0 ? call->first : slice_of(" "));
}

static struct value
join_as_sentence(const struct liquid_call *call)
{
    return join_with(call, slice_of(", "));
}

static const struct liquid_filter filters[] = {
    { "first", false, first },
    { "last", false, last },
    { "size", false, size },
    { "join", false, join },
    { "array_to_sentence_string", false, join_as_sentence },
    { "reverse", false, reverse },
    { "map", false, map_part },
    { "uniq", false, uniq },
    { "push", false, push },
    { "concat", false, concat },
    { "slice", false, take_slice },
    { "split", true, split },
};

const struct liquid_filter *
liquid_list_filter(struct slice name)
{
    for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
        if (slice_is(name, filters[i].name))
            return &filters[i];
    return NULL;
}
