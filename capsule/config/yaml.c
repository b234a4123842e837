/*
 * yaml.c - a YAML document as a tree.
 *
 * libyaml's events drive one loop; the containers that are open stand in an array of fixed size, so no input can exhaust
 * the stack. The entries of all open containers lie in one growing array, the innermost ones last; a container that ends
 * takes its own from there into the arena. An alias is a second pointer to the node, so what a document can name once
 * costs nothing to name again.
 */
#include "config/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/date.h"
#include "base/map.h"
#include "base/memory.h"
#include "config/yaml_node.h"

#define MOST_LEVELS 50
#define MOST_NODES  200000
#define FEW_KEYS    16 /* so many keys are compared one by one, more through a map */

struct level {
    struct yaml *node;
    size_t first;  /* of its entries */
    bool has_key;  /* of a map: the last entry waits for its value */
    bool is_merge; /* and that value's own entries are meant: the key is `<<` */
};

struct reader {
    yaml_parser_t parser;
    struct slice text;
    unsigned first_line;
    struct arena *arena;
    struct error *error;
    struct map *anchors; /* to struct yaml */
    struct level levels[MOST_LEVELS];
    size_t depth;
    struct yaml_entry *entries;
    size_t count, capacity;
    size_t nodes;
    const struct yaml *root;
};

static bool
is_one_of(struct slice text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (slice_is(text, *words))
            return true;
    return false;
}

/* YAML 1.1 has also y and n; Ruby's reader, and so Jekyll, takes those as text. */
static bool
is_boolean(struct slice text, bool *is_true)
{
    *is_true = slice_is_nocase(text, "true") || slice_is_nocase(text, "yes") || slice_is_nocase(text, "on");
    return *is_true || slice_is_nocase(text, "false") || slice_is_nocase(text, "no") || slice_is_nocase(text, "off");
}

static struct slice
without_sign(struct slice text)
{
    return slice_starts(text, "-") || slice_starts(text, "+") ? slice_from(text, 1) : text;
}

static bool
consists_of(struct slice text, const char *set)
{
    return text.length > 0 && slice_find_none(text, set) == SLICE_NONE;
}

/* Digits, grouped by `_` or `,`; with `:` a number to base 60, as YAML 1.1 has them. */
static bool
is_integer(struct slice text)
{
    if (slice_starts(text, "0x"))
        return consists_of(slice_from(text, 2), "0123456789abcdefABCDEF_");
    if (slice_starts(text, "0b"))
        return consists_of(slice_from(text, 2), "01_");
    return text.length > 0 && byte_is_digit(text.bytes[0]) && consists_of(text, "0123456789_,:") &&
           !slice_ends(text, ":");
}

/* One point, digits on at least one side of it, and perhaps an exponent. */
static bool
is_real(struct slice text)
{
    size_t exponent = slice_find_any(text, "eE");
    struct slice mantissa = slice_range(text, 0, exponent), whole, fraction;
    size_t point = slice_find_byte(mantissa, '.');

    if (exponent != SLICE_NONE && !consists_of(without_sign(slice_from(text, exponent + 1)), "0123456789"))
        return false;
    if (point == SLICE_NONE)
        return exponent != SLICE_NONE && consists_of(mantissa, "0123456789");
    whole = slice_range(mantissa, 0, point);
    fraction = slice_from(mantissa, point + 1);
    return whole.length + fraction.length > 0 && (whole.length == 0 || is_integer(whole)) &&
           (fraction.length == 0 || consists_of(fraction, "0123456789_"));
}

static bool
is_number(struct slice text)
{
    static const char *const special[] = { ".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN", NULL };
    struct slice amount = without_sign(text);

    return is_integer(amount) || is_real(amount) || is_one_of(amount, special);
}

static bool
is_null(struct slice text)
{
    static const char *const nothing[] = { "", "~", "null", "Null", "NULL", NULL };

    return is_one_of(text, nothing);
}

static enum yaml_kind
plain_kind(struct slice text, bool *is_true)
{
    struct date date;

    if (is_null(text))
        return YAML_NULL;
    if (is_boolean(text, is_true))
        return YAML_BOOLEAN;
    if (is_number(text))
        return YAML_NUMBER;
    return date_parse(text, &date) ? YAML_DATE : YAML_TEXT;
}

static unsigned
line_of(const struct reader *reader, yaml_mark_t mark)
{
    return reader->first_line + (unsigned)mark.line;
}

static bool
fail(struct reader *reader, const yaml_event_t *event, const char *problem)
{
    return error_set(reader->error, "line %u: %s", line_of(reader, event->start_mark), problem);
}

static struct yaml *
new_node(struct reader *reader, const yaml_event_t *event, enum yaml_kind kind)
{
    struct yaml *node = arena_take(reader->arena, sizeof *node);

    node->kind = kind;
    node->line = line_of(reader, event->start_mark);
    return node;
}

static void
add_entry(struct reader *reader, struct yaml_entry entry)
{
    reader->entries = memory_grow(reader->entries, reader->count, &reader->capacity, sizeof *reader->entries);
    reader->entries[reader->count++] = entry;
}

/* The entries of MAP, also as if they had been written where the merge key stands. */
static void
add_entries_of(struct reader *reader, const struct yaml *map)
{
    for (size_t i = 0; i < map->count; i++)
        add_entry(reader, map->entries[i]);
    reader->nodes += map->count; /* the one thing that is copied is bounded like what is read */
}

static bool
is_list_of_maps(const struct yaml *node)
{
    for (size_t i = 0; i < node->count; i++)
        if (yaml_kind(node->entries[i].value) != YAML_MAP)
            return false;
    return node->kind == YAML_LIST;
}

/* Puts the entries that `<<` leads to in place of it; of several maps the first one has the last word. */
static void
merge(struct reader *reader, const struct yaml *value)
{
    if (value->kind == YAML_MAP) {
        reader->count--;
        add_entries_of(reader, value);
    } else if (is_list_of_maps(value)) {
        reader->count--;
        for (size_t i = value->count; i > 0 && reader->nodes <= MOST_NODES; i--)
            add_entries_of(reader, value->entries[i - 1].value);
    } else {
        reader->entries[reader->count - 1].value = value;
    }
}

/* Hands a complete node to the container that is open, as its item, key or value. */
static void
deliver(struct reader *reader, const struct yaml *node)
{
    struct level *level = reader->depth > 0 ? &reader->levels[reader->depth - 1] : NULL;

    if (level == NULL) {
        reader->root = node;
    } else if (level->node->kind == YAML_LIST) {
        add_entry(reader, (struct yaml_entry){ { NULL, 0 }, node });
    } else if (!level->has_key) {
        level->has_key = true;
        level->is_merge = node->is_plain && slice_is(node->text, "<<");
        add_entry(reader, (struct yaml_entry){ node->text, NULL });
    } else {
        level->has_key = false;
        if (level->is_merge)
            merge(reader, node);
        else
            reader->entries[reader->count - 1].value = node;
    }
}

static bool
set_anchor(struct reader *reader, const yaml_char_t *anchor, struct yaml *node)
{
    if (anchor != NULL)
        map_put(reader->anchors, slice_of((const char *)anchor), node);
    return true;
}

static bool
read_alias(struct reader *reader, const yaml_event_t *event)
{
    const struct yaml *node = map_find(reader->anchors, slice_of((const char *)event->data.alias.anchor));

    if (node == NULL)
        return fail(reader, event, "an alias (*) without its anchor (&) before it");
    if (node->is_open)
        return fail(reader, event, "an alias (*) to the list or map that it stands in");
    deliver(reader, node);
    return true;
}

/* A tag of YAML's own, except `!!str`, leaves the value to the usual rules; any other tag makes it text. */
static bool
has_plain_meaning(const yaml_event_t *event)
{
    const char *tag = (const char *)event->data.scalar.tag;

    if (tag == NULL)
        return event->data.scalar.plain_implicit != 0;
    return slice_starts(slice_of(tag), "tag:yaml.org,2002:") && strcmp(tag, YAML_STR_TAG) != 0;
}

static bool
read_scalar(struct reader *reader, const yaml_event_t *event)
{
    struct yaml *node = new_node(reader, event, YAML_TEXT);
    struct slice text = slice_make((const char *)event->data.scalar.value, event->data.scalar.length);

    node->text = arena_copy(reader->arena, text);
    node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (has_plain_meaning(event))
        node->kind = plain_kind(node->text, &node->is_true);
    if (node->kind == YAML_NULL)
        node->text = slice_range(node->text, 0, 0);
    set_anchor(reader, event->data.scalar.anchor, node);
    deliver(reader, node);
    return true;
}

static bool
open_container(struct reader *reader, const yaml_event_t *event, enum yaml_kind kind, const yaml_char_t *anchor)
{
    struct yaml *node;

    if (reader->depth == MOST_LEVELS)
        return fail(reader, event, "more than 50 lists and maps within each other");
    node = new_node(reader, event, kind);
    node->is_open = true;
    reader->levels[reader->depth++] = (struct level){ .node = node, .first = reader->count };
    return set_anchor(reader, anchor, node);
}

static bool
open_list(struct reader *reader, const yaml_event_t *event)
{
    return open_container(reader, event, YAML_LIST, event->data.sequence_start.anchor);
}

static bool
open_map(struct reader *reader, const yaml_event_t *event)
{
    return open_container(reader, event, YAML_MAP, event->data.mapping_start.anchor);
}

static struct yaml_entry *
find_kept(const struct map *kept_keys, struct yaml_entry *entries, size_t kept, struct slice key)
{
    if (kept_keys != NULL)
        return map_find(kept_keys, key);
    for (size_t i = 0; i < kept; i++)
        if (slice_equal(entries[i].key, key))
            return &entries[i];
    return NULL;
}

/* A repeated key stays where it was first and has the value it got last. Returns how many entries are left. */
static size_t
drop_repeated_keys(struct yaml_entry *entries, size_t count)
{
    struct map *kept_keys = count > FEW_KEYS ? map_new() : NULL;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct yaml_entry *before = find_kept(kept_keys, entries, kept, entries[i].key);

        if (before != NULL) {
            before->value = entries[i].value;
            continue;
        }
        entries[kept] = entries[i];
        if (kept_keys != NULL)
            map_put(kept_keys, entries[i].key, &entries[kept]);
        kept++;
    }
    map_free(kept_keys);
    return kept;
}

/* Moves the entries of NODE, which are COUNT at OWN, into the arena. */
static void
keep_entries(struct reader *reader, struct yaml *node, struct yaml_entry *own, size_t count)
{
    struct yaml_entry *entries;

    if (node->kind == YAML_MAP)
        count = drop_repeated_keys(own, count);
    entries = arena_take(reader->arena, count * sizeof *entries);
    memcpy(entries, own, count * sizeof *entries);
    node->entries = entries;
    node->count = count;
}

static bool
close_container(struct reader *reader, const yaml_event_t *event)
{
    struct level level = reader->levels[--reader->depth];

    (void)event;
    if (reader->count > level.first)
        keep_entries(reader, level.node, reader->entries + level.first, reader->count - level.first);
    level.node->is_open = false;
    reader->count = level.first;
    deliver(reader, level.node);
    return true;
}

/* What libyaml says in the words of its own grammar, and what somebody who edits a page can do about it. */
static const struct {
    const char *problem, *advice;
} advices[] = {
    { "mapping values are not allowed in this context", "`: ` within a value: put the value in quotes" },
    { "found character that cannot start any token", "a value cannot start with a tab, @ or `: put it in quotes" },
    { "could not find expected ':'", "a key without `: ` behind it" },
    { "did not find expected key", "text behind the end of a value, or an indentation like no other line's" },
    { "found unexpected end of stream", "a quote that is not closed" },
    { "did not find expected ',' or ']'", "a list in [ ] that is not closed, or lacks a comma" },
    { "did not find expected ',' or '}'", "a map in { } that is not closed, or lacks a comma" },
    { "control characters are not allowed", "a control character" },
};

static const char *
advice_for(const char *problem)
{
    for (size_t i = 0; i < sizeof advices / sizeof advices[0]; i++)
        if (strcmp(advices[i].problem, problem) == 0)
            return advices[i].advice;
    return problem;
}

static unsigned
count_line_ends(struct slice text)
{
    unsigned count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += text.bytes[i] == '\n';
    return count;
}

static bool
report_syntax(const struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem != NULL ? parser->problem : "unreadable";
    unsigned line = line_of(reader, parser->problem_mark);

    if (parser->error == YAML_MEMORY_ERROR)
        memory_exhausted(); /* what was not read is not what the author wrote: a page would move, or be published */
    /* Of a quote that is never closed, the place where it opens helps more than the end of the text. */
    if (strcmp(problem, "found unexpected end of stream") == 0)
        line = line_of(reader, parser->context_mark);
    if (parser->error == YAML_READER_ERROR) /* these come with an offset only */
        line = reader->first_line + count_line_ends(slice_range(reader->text, 0, parser->problem_offset));
    if (parser->error == YAML_READER_ERROR && parser->problem_value > 0x7f && advice_for(problem) == problem)
        problem = "not valid UTF-8";
    return error_set(reader->error, "line %u: invalid YAML: %s", line, advice_for(problem));
}

/* libyaml compares each %TAG line with all before it; no page needs one. They can stand before everything else only. */
static bool
refuse_tag_directives(const struct reader *reader)
{
    struct slice rest = reader->text, line;
    unsigned number = reader->first_line;

    for (; slice_take_line(&rest, &line); number++) {
        if (slice_starts(line, "%TAG"))
            return error_set(reader->error, "line %u: a %%TAG line is not supported", number);
        if (!slice_is_blank(line) && !slice_starts(line, "%") && !slice_starts(slice_trim_left(line), "#"))
            break;
    }
    return true;
}

static bool (*const handlers[])(struct reader *, const yaml_event_t *) = {
    [YAML_ALIAS_EVENT] = read_alias,         [YAML_SCALAR_EVENT] = read_scalar,
    [YAML_SEQUENCE_START_EVENT] = open_list, [YAML_SEQUENCE_END_EVENT] = close_container,
    [YAML_MAPPING_START_EVENT] = open_map,   [YAML_MAPPING_END_EVENT] = close_container,
};

/* One event; sets *DONE at the end of the first document: Jekyll reads no further either. */
static bool
read_event(struct reader *reader, bool *done)
{
    yaml_event_t event;
    bool (*handle)(struct reader *, const yaml_event_t *) = NULL;
    bool fine;

    if (yaml_parser_parse(&reader->parser, &event) == 0)
        return report_syntax(reader);
    *done = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
    if ((size_t)event.type < sizeof handlers / sizeof handlers[0])
        handle = handlers[event.type];
    if (++reader->nodes > MOST_NODES)
        fine = fail(reader, &event, "more than 200000 values");
    else
        fine = handle == NULL || handle(reader, &event);
    yaml_event_delete(&event);
    return fine;
}

/* Runs libyaml over the whole text. */
static bool
read_document(struct reader *reader)
{
    struct slice text = reader->text;
    bool fine, done = false;

    if (yaml_parser_initialize(&reader->parser) == 0)
        memory_exhausted(); /* there is no other reason */
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)(text.length > 0 ? text.bytes : ""),
                                 text.length);
    reader->anchors = map_new();
    do
        fine = read_event(reader, &done);
    while (fine && !done);
    map_free(reader->anchors);
    free(reader->entries);
    yaml_parser_delete(&reader->parser);
    return fine;
}

const struct yaml *
yaml_read(struct slice text, unsigned first_line, struct arena *arena, struct error *error)
{
    struct reader reader = { .text = text, .first_line = first_line, .arena = arena, .error = error };
    struct yaml *empty;

    if (!refuse_tag_directives(&reader) || !read_document(&reader))
        return NULL;
    if (reader.root != NULL)
        return reader.root;
    empty = arena_take(arena, sizeof *empty);
    empty->line = first_line;
    return empty;
}
