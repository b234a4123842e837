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
static struct value
find_word(const struct scope *scope, struct slice word)
{
    const struct value *variable = map_find(scope->variables, word);

    if (variable != NULL)
        return *variable;
    for (size_t i = 0; i < ROOTS; i++)
        if (slice_is(word, roots[i].name))
            return (struct value){ .kind = VALUE_ROOT, .root = &roots[i] };
    return slice_is(word, "base_path") ? liquid_string(slice_of("")) : liquid_nil();
}

static struct slice
take_word(struct slice *rest)
{
    struct slice text = *rest;
    size_t end = 0;

    while (end < text.length && (byte_is_alnum(text.bytes[end]) || text.bytes[end] == '_' || text.bytes[end] == '-' ||
                                 (unsigned char)text.bytes[end] >= 0x80))
        end++;
    *rest = slice_from(text, end);
    return slice_range(text, 0, end);
}

/* Behind the bracket that closes the one at the head of TEXT, or SLICE_NONE; brackets in quotes do not count. */
static size_t
bracket_end(struct slice text)
{
    size_t open = 0;
    char quote = '\0';

    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];

        if (quote != '\0')
            quote = byte == quote ? '\0' : quote;
        else if (byte == '"' || byte == '\'')
            quote = byte;
        else if (byte == '[')
            open++;
        else if (byte == ']' && --open == 0)
            return i + 1;
    }
    return SLICE_NONE;
}

/* A word in brackets: quoted, a number, or a name, whose parts are joined by dots only, since brackets do not nest here. */
static struct slice
read_index(const struct scope *scope, struct slice inner)
{
    struct slice key = { "", 0 }, rest = inner;
    struct value value;

    if (inner.length > 1 && (inner.bytes[0] == '"' || inner.bytes[0] == '\''))
        return slice_range(inner, 1, inner.length - 1);
    if (inner.length > 0 && (byte_is_digit(inner.bytes[0]) || inner.bytes[0] == '-'))
        return inner;
    value = find_word(scope, take_word(&rest));
    value = liquid_descend(scope, value, rest);
    liquid_text(&value, &key);
    return key;
}

/* What follows a name's first word: `.title`, `["main"]`, `[0]`, `[page.kind]`. */
static struct value
take_parts(const struct scope *scope, struct value value, struct slice *rest)
{
    while (rest->length > 0 && (rest->bytes[0] == '.' || rest->bytes[0] == '[')) {
        bool bracket = rest->bytes[0] == '[';
        size_t end = bracket ? bracket_end(*rest) : SLICE_NONE;
        struct slice key;

        if (bracket && end == SLICE_NONE)
            break;
        if (bracket) {
            key = read_index(scope, slice_trim(slice_range(*rest, 1, end - 1)));
            *rest = slice_from(*rest, end);
        } else {
            *rest = slice_from(*rest, 1);
            key = take_word(rest);
        }
        if (key.length > 0 || bracket)
            value = liquid_part(scope, &value, key);
    }
    return value;
}

/* A decimal number with or without sign; a name may begin with a digit no more than it may hold a dot. */
static bool
take_number(struct slice *rest, struct slice *number)
{
    size_t sign = slice_starts(*rest, "-") ? 1 : 0, end = slice_find_none(slice_from(*rest, sign), "0123456789.");

    end = end == SLICE_NONE ? rest->length : end + sign;
    if (end == sign || !byte_is_digit(rest->bytes[sign]))
        return false;
    *number = slice_range(*rest, 0, end);
    if (end < rest->length && (byte_is_alnum(rest->bytes[end]) || rest->bytes[end] == '_'))
        return false;
    *rest = slice_from(*rest, end);
    return true;
}

static struct value
take_quoted(struct slice *rest)
{
    size_t end = slice_find_byte(slice_from(*rest, 1), rest->bytes[0]);
    struct slice text = slice_range(*rest, 1, end == SLICE_NONE ? rest->length : end + 1);

    *rest = slice_from(*rest, text.length + 2);
    return liquid_string(text);
}

enum { RANGE = 10000 };

/* `(1..5)`, whose ends may be names; any other parenthesis means nothing. */
static bool
take_range(const struct scope *scope, struct slice *rest, struct value *range)
{
    size_t close = slice_find_byte(*rest, ')'), dots = slice_find(slice_range(*rest, 0, close), "..");
    struct slice ends[2] = { slice_range(*rest, 0, dots), slice_range(*rest, dots + 2, close) }, text;
    unsigned long numbers[2];
    struct value_list *list;
    size_t room;

    if (close == SLICE_NONE || dots == SLICE_NONE)
        return false;
    *rest = slice_from(*rest, close + 1);
    *range = liquid_unknown();
    for (size_t i = 0; i < 2; i++) {
        struct slice end = slice_trim(ends[i]), word;
        struct value value = liquid_string(end);

        if (slice_find_none(end, "0123456789") != SLICE_NONE) {
            word = take_word(&end);
            value = liquid_descend(scope, find_word(scope, word), end);
        }
        if (!liquid_text(&value, &text) || !slice_to_number(text, RANGE, &numbers[i]))
            return true;
    }
    list = liquid_list_new(scope, numbers[1] >= numbers[0] ? numbers[1] - numbers[0] + 1 : 0, &room);
    for (; list->count < room; list->count++)
        list->items[list->count] = liquid_number(scope, numbers[0] + list->count);
    *range = liquid_of_list(list);
    return true;
}

struct value
liquid_take_operand(const struct scope *scope, struct slice *rest)
{
    struct value range;
    struct slice word;

    *rest = slice_trim_left(*rest);
    if (slice_starts(*rest, "(")) {
        *rest = slice_trim_left(slice_from(*rest, 1));
        if (take_range(scope, rest, &range))
            return range;
    }
    if (slice_starts(*rest, "\"") || slice_starts(*rest, "'"))
        return take_quoted(rest);
    if (take_number(rest, &word))
        return liquid_string(word);
    word = take_word(rest);
    if (word.length == 0) {
        *rest = slice_from(*rest, 1);
        return liquid_unknown();
    }
    if (slice_is(word, "nil") || slice_is(word, "null"))
        return liquid_nil();
    if (slice_is(word, "true") || slice_is(word, "false"))
        return liquid_boolean(slice_is(word, "true"));
    if (slice_is(word, "empty") || slice_is(word, "blank"))
        return (struct value){ .kind = VALUE_EMPTY };
    return take_parts(scope, find_word(scope, word), rest);
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
