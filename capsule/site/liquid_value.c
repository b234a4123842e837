/* liquid_value.c - names and literals of Liquid. */
#include "site/liquid_value.h"

#include "site/site_data.h"

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

static const struct yaml *
child_of(const struct scope *scope, const struct yaml *node, struct slice key)
{
    unsigned long index;

    if (slice_is(key, "first"))
        return yaml_item(node, 0);
    if (yaml_kind(node) == YAML_LIST && slice_to_number(key, 1000000, &index))
        return index < yaml_count(node) ? yaml_item(node, index) : NULL;
    return yaml_get(node, arena_copy(library_arena(scope->library), key).bytes);
}

/* NODE at the end of the steps of PATH ("author.name"). */
static struct value
descend(const struct scope *scope, const struct yaml *node, struct slice path)
{
    struct slice step;

    while (slice_take_part(&path, '.', &step))
        if (step.length > 0)
            node = child_of(scope, node, step);
    return liquid_node(node);
}

static struct value
documents_of(struct slice collection)
{
    return (struct value){ .kind = VALUE_DOCUMENTS, .selection = { .collection = collection } };
}

static struct value
site_data_at(const struct scope *scope, struct slice path)
{
    struct slice name;
    struct value value = liquid_unknown();

    if (slice_take_part(&path, '.', &name))
        value = descend(scope, library_data(scope->library, name), path);
    value.is_authored = true;
    return value;
}

static struct value
site_name(const struct scope *scope, struct slice path)
{
    const struct site *site = library_site(scope->library);
    struct slice whole = path, name;

    if (!slice_take_part(&path, '.', &name))
        return liquid_unknown();
    if (slice_is(name, "data"))
        return site_data_at(scope, path);
    if (path.length == 0 && collections_find(&site->collections, name) != NULL)
        return documents_of(name);
    if (slice_is(name, "time"))
        return liquid_string(slice_of("now"));
    if (slice_is(name, "pages") || slice_is(name, "static_files") || slice_is(name, "tags") ||
        slice_is(name, "categories") || slice_is(name, "documents") || slice_is(name, "collections"))
        return liquid_unknown();
    return descend(scope, site->config, whole);
}

static struct value
page_name(const struct scope *scope, struct slice path)
{
    const struct entry *entry = scope->entry;
    struct value value;

    if (slice_is(path, "url"))
        return liquid_string(entry->path);
    if (slice_is(path, "path"))
        return liquid_string(entry->source);
    if (slice_is(path, "collection") && entry->collection.length > 0)
        return liquid_string(entry->collection);
    if (slice_is(path, "title") && entry->title.length > 0)
        return liquid_string(entry->title);
    if (slice_is(path, "date") && entry->has_date)
        return liquid_string(arena_format(library_arena(scope->library), "%04d-%02u-%02u", entry->date.year,
                                          entry->date.month, entry->date.day));
    if (slice_is(path, "content") || slice_is(path, "excerpt") || slice_is(path, "next") || slice_is(path, "previous"))
        return liquid_unknown();
    value = descend(scope, entry->meta, path);
    value.is_authored = true;
    return value;
}

static struct value
author_name(const struct scope *scope, struct slice path)
{
    return descend(scope, yaml_get(library_site(scope->library)->config, "author"), path);
}

static struct value
parameter_name(const struct scope *scope, struct slice path)
{
    const struct value *value = scope->parameters != NULL ? map_find(scope->parameters, path) : NULL;

    return value != NULL ? *value : liquid_nil();
}

static struct value
paginator_name(const struct scope *scope, struct slice path)
{
    (void)scope;
    return slice_is(path, "posts") ? documents_of(slice_of("posts")) : liquid_unknown();
}

static struct value
jekyll_name(const struct scope *scope, struct slice path)
{
    (void)scope;
    return slice_is(path, "environment") ? liquid_string(slice_of("production")) : liquid_unknown();
}

static struct value
unknown_name(const struct scope *scope, struct slice path)
{
    (void)scope;
    (void)path;
    return liquid_unknown();
}

static const struct {
    const char *name;
    struct value (*find)(const struct scope *scope, struct slice path);
} roots[] = {
    { "site", site_name },         { "page", page_name },       { "author", author_name },
    { "include", parameter_name }, { "jekyll", jekyll_name },   { "paginator", paginator_name },
    { "forloop", unknown_name },   { "content", unknown_name }, { "layout", unknown_name },
    { "theme", unknown_name },
};

enum { ROOTS = sizeof(roots) / sizeof(roots[0]) };

/* `base_path` is what academicpages calls the beginning of its own paths; where nothing sets it, it is empty. */
static struct value
find_name(const struct scope *scope, struct slice name)
{
    struct slice path = name, root;
    const struct value *variable;

    slice_take_part(&path, '.', &root);
    variable = map_find(scope->variables, root);
    if (variable != NULL && path.length == 0)
        return *variable;
    if (variable != NULL)
        return variable->kind == VALUE_DATA ? descend(scope, variable->data, path) : liquid_unknown();
    for (size_t i = 0; i < ROOTS; i++)
        if (slice_is(root, roots[i].name))
            return roots[i].find(scope, path);
    return slice_is(root, "base_path") ? liquid_string(slice_of("")) : liquid_nil();
}

/* A name may index by brackets: `site.data.x["main"]`, `list[0]`; that becomes a step like any other. */
static struct slice
take_name(const struct scope *scope, struct slice *rest)
{
    struct buffer name = { 0 };
    struct slice kept;

    while (rest->length > 0) {
        char byte = rest->bytes[0];
        size_t end;

        if (byte == '[' && (end = slice_find_byte(*rest, ']')) != SLICE_NONE) {
            struct slice inner = slice_range(*rest, 1, end);

            if (inner.length > 1 && (inner.bytes[0] == '"' || inner.bytes[0] == '\''))
                inner = slice_range(inner, 1, inner.length - 1);
            buffer_add_byte(&name, '.');
            buffer_add(&name, inner);
            *rest = slice_from(*rest, end + 1);
            continue;
        }
        if (!byte_is_alnum(byte) && byte != '_' && byte != '-' && byte != '.' && (unsigned char)byte < 0x80)
            break;
        buffer_add_byte(&name, byte);
        *rest = slice_from(*rest, 1);
    }
    kept = arena_copy(library_arena(scope->library), buffer_slice(&name));
    buffer_clear(&name);
    return kept;
}

static bool
word_is_number(struct slice word)
{
    struct slice digits = slice_starts(word, "-") ? slice_from(word, 1) : word;

    return digits.length > 0 && byte_is_digit(digits.bytes[0]) && slice_find_none(digits, "0123456789.") == SLICE_NONE;
}

struct value
liquid_take_operand(const struct scope *scope, struct slice *rest)
{
    struct slice word;

    *rest = slice_trim_left(*rest);
    if (slice_starts(*rest, "\"") || slice_starts(*rest, "'")) {
        size_t end = slice_find_byte(slice_from(*rest, 1), rest->bytes[0]);

        word = slice_range(*rest, 1, end == SLICE_NONE ? rest->length : end + 1);
        *rest = slice_from(*rest, word.length + 2);
        return liquid_string(word);
    }
    word = take_name(scope, rest);
    if (word.length == 0 && rest->length > 0)
        *rest = slice_from(*rest, 1);
    if (word.length == 0)
        return liquid_unknown();
    if (slice_is(word, "nil") || slice_is(word, "null"))
        return liquid_nil();
    if (slice_is(word, "true") || slice_is(word, "false"))
        return liquid_boolean(slice_is(word, "true"));
    if (slice_is(word, "empty") || slice_is(word, "blank"))
        return liquid_string(slice_of(""));
    return word_is_number(word) ? liquid_string(word) : find_name(scope, word);
}

bool
liquid_text(const struct value *value, struct slice *text)
{
    *text = slice_make("", 0);
    if (value->kind == VALUE_TEXT)
        *text = value->text;
    if (value->kind == VALUE_BOOLEAN)
        *text = slice_of(value->truth ? "true" : "false");
    return value->kind == VALUE_TEXT || value->kind == VALUE_BOOLEAN || value->kind == VALUE_NIL;
}
