/*
 * toml.c - a TOML document as a tree.
 *
 * One statement after the other: a header of a table, or a key and its value. What a value holds that is itself an array
 * or inline table stands on a stack of fixed size, so no input can exhaust the process's own.
 */
#include "config/toml.h"

#include "base/date.h"
#include "base/utf8.h"
#include "config/yaml_node.h"

enum { MOST_LEVELS = 32, MOST_NODES = 20000 };

#define BARE_KEY "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

struct reader {
    struct slice rest;
    unsigned line;
    struct arena *arena;
    struct error *error;
    size_t nodes;
    struct yaml *root;
};

static bool
fail(struct reader *reader, const char *problem)
{
    return error_set(reader->error, "line %u: %s", reader->line, problem);
}

static bool
next_is(const struct reader *reader, char byte)
{
    return reader->rest.length > 0 && reader->rest.bytes[0] == byte;
}

static void
skip(struct reader *reader, size_t count)
{
    reader->rest = slice_from(reader->rest, count);
}

static bool
take(struct reader *reader, char byte)
{
    bool found = next_is(reader, byte);

    if (found)
        skip(reader, 1);
    return found;
}

/* Blanks and tabs. */
static void
skip_blanks(struct reader *reader)
{
    while (next_is(reader, ' ') || next_is(reader, '\t'))
        skip(reader, 1);
}

/* White space of all kinds, and comments. */
static void
skip_space(struct reader *reader)
{
    while (reader->rest.length > 0 && (byte_is_space(reader->rest.bytes[0]) || next_is(reader, '#'))) {
        size_t end = next_is(reader, '#') ? slice_find_byte(reader->rest, '\n') : 0;

        reader->line += end == 0 && next_is(reader, '\n');
        skip(reader, end == 0 ? 1 : end);
    }
}

static struct yaml *
new_node(struct reader *reader, enum yaml_kind kind)
{
    struct yaml *node = arena_take(reader->arena, sizeof(*node));

    node->kind = kind;
    node->line = reader->line;
    reader->nodes++;
    return node;
}

/* Sets KEY of a map, or adds to a list. Room doubles, so that a long list costs no more than twice itself. */
static void
put(struct reader *reader, struct yaml *holder, struct slice key, const struct yaml *value)
{
    struct yaml_entry *entries = (struct yaml_entry *)holder->entries;
    size_t count = holder->count;

    for (size_t i = 0; holder->kind == YAML_MAP && i < count; i++)
        if (slice_equal(entries[i].key, key)) {
            entries[i].value = value;
            return;
        }
    if ((count & (count - 1)) == 0) { /* 0, 1, 2, 4, 8 ...: full */
        struct yaml_entry *more = arena_take(reader->arena, (count > 0 ? 2 * count : 1) * sizeof(*more));

        for (size_t i = 0; i < count; i++)
            more[i] = entries[i];
        entries = more;
    }
    entries[count] = (struct yaml_entry){ key, value };
    holder->entries = entries;
    holder->count++;
}

/* The hexadecimal number of DIGITS digits behind `\u` or `\U`. */
static bool
take_code_point(struct reader *reader, size_t digits, struct buffer *out)
{
    uint32_t value = 0;

    for (size_t i = 0; i < digits; i++) {
        char digit = reader->rest.length > i ? byte_lower(reader->rest.bytes[i]) : ' ';

        if (!byte_is_hex(digit))
            return fail(reader, "an escape that is not complete");
        value = value * 16 + (uint32_t)(byte_is_digit(digit) ? digit - '0' : digit - 'a' + 10);
    }
    skip(reader, digits);
    if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return fail(reader, "an escape that is no character");
    utf8_put(out, value);
    return true;
}

static bool
take_escape(struct reader *reader, struct buffer *out)
{
    static const char names[] = "btnfr\"\\e", values[] = "\b\t\n\f\r\"\\\x1b";
    char name = reader->rest.length > 0 ? reader->rest.bytes[0] : '\0';
    size_t at = slice_find_byte(slice_of(names), name);

    if (name == 'u' || name == 'U') {
        skip(reader, 1);
        return take_code_point(reader, name == 'u' ? 4 : 8, out);
    }
    if (name != '\0' && at != SLICE_NONE) {
        buffer_add_byte(out, values[at]);
        skip(reader, 1);
        return true;
    }
    if (name == '\0' || !byte_is_space(name))
        return fail(reader, "an escape that TOML does not have");
    while (reader->rest.length > 0 && byte_is_space(reader->rest.bytes[0])) { /* a line that goes on further down */
        reader->line += next_is(reader, '\n');
        skip(reader, 1);
    }
    return true;
}

/* What stands up to the closing MARK (one quote, or three), escapes resolved in double quotes. */
static bool
take_quoted(struct reader *reader, const char *mark, struct buffer *out)
{
    size_t length = slice_of(mark).length;
    bool escapes = mark[0] == '"';

    while (!slice_starts(reader->rest, mark)) {
        char byte = reader->rest.length > 0 ? reader->rest.bytes[0] : '\0';

        if (reader->rest.length == 0 || (byte == '\n' && length == 1))
            return fail(reader, "a text without its closing quote");
        skip(reader, 1);
        reader->line += byte == '\n';
        if (byte == '\\' && escapes) {
            if (!take_escape(reader, out))
                return false;
        } else {
            buffer_add_byte(out, byte);
        }
    }
    skip(reader, length);
    while (length == 3 && take(reader, mark[0])) /* up to two quotes before the three that close */
        buffer_add_byte(out, mark[0]);
    return true;
}

static bool
take_string(struct reader *reader, struct slice *text)
{
    static const char *const marks[] = { "\"\"\"", "'''", "\"", "'" };
    struct buffer out = { 0 };
    size_t kind = 0;
    bool fine;

    while (!slice_starts(reader->rest, marks[kind]))
        kind++;
    skip(reader, slice_of(marks[kind]).length);
    if (kind < 2 && slice_starts(reader->rest, "\r\n"))
        skip(reader, 1);
    if (kind < 2 && take(reader, '\n'))
        reader->line++;
    fine = take_quoted(reader, marks[kind], &out);
    *text = arena_copy(reader->arena, buffer_slice(&out));
    buffer_clear(&out);
    return fine;
}

static bool
take_key(struct reader *reader, struct slice *key)
{
    size_t end;

    skip_blanks(reader);
    if (next_is(reader, '"') || next_is(reader, '\''))
        return take_string(reader, key);
    end = slice_find_none(reader->rest, BARE_KEY);
    *key = arena_copy(reader->arena, slice_range(reader->rest, 0, end));
    skip(reader, key->length);
    return key->length > 0 || fail(reader, "a key is missing");
}

/* The table that KEY of TABLE stands for: made if it is not there, the last one of an array of tables. */
static struct yaml *
descend(struct reader *reader, struct yaml *table, struct slice key)
{
    struct yaml *found = NULL;

    for (size_t i = 0; i < table->count && found == NULL; i++)
        if (slice_equal(table->entries[i].key, key))
            found = (struct yaml *)table->entries[i].value;
    if (found != NULL && found->kind == YAML_LIST && found->count > 0)
        found = (struct yaml *)found->entries[found->count - 1].value;
    if (found == NULL) {
        found = new_node(reader, YAML_MAP);
        put(reader, table, key, found);
    }
    return found->kind == YAML_MAP ? found : NULL;
}

/* `a.b.c`: *TABLE becomes what `a.b` names, *KEY is `c`. */
static bool
take_dotted(struct reader *reader, struct yaml **table, struct slice *key)
{
    if (!take_key(reader, key))
        return false;
    for (skip_blanks(reader); take(reader, '.'); skip_blanks(reader)) {
        *table = descend(reader, *table, *key);
        if (*table == NULL)
            return fail(reader, "a key inside something that is no table");
        if (!take_key(reader, key))
            return false;
    }
    return true;
}

/* Numbers, dates and booleans; a date and its time may have a blank between them. */
static bool
read_plain(struct reader *reader, struct yaml *node)
{
    struct slice text = slice_trim(slice_range(reader->rest, 0, slice_find_any(reader->rest, ",]}#\r\n")));
    struct date date;

    skip(reader, text.length);
    node->text = arena_copy(reader->arena, text);
    node->is_plain = true;
    node->is_true = slice_is(text, "true");
    if (node->is_true || slice_is(text, "false"))
        node->kind = YAML_BOOLEAN;
    else if (date_parse(text, &date))
        node->kind = YAML_DATE;
    else if (slice_find_none(text, "0123456789+-.:_xobeEabcdfinABCDF") == SLICE_NONE && text.length > 0)
        node->kind = slice_find_byte(text, ':') == SLICE_NONE ? YAML_NUMBER : YAML_TEXT;
    else
        return fail(reader, text.length > 0 ? "a value that TOML does not have" : "a value is missing");
    return true;
}

struct levels {
    struct yaml *items[MOST_LEVELS];
    size_t depth;
};

/* One value into HOLDER; an array or inline table is only opened. */
static bool
read_value(struct reader *reader, struct levels *levels, struct yaml *holder, struct slice key)
{
    struct yaml *node = new_node(reader, YAML_TEXT);

    if (reader->nodes > MOST_NODES)
        return fail(reader, "more than 20000 values");
    put(reader, holder, key, node);
    if (next_is(reader, '"') || next_is(reader, '\''))
        return take_string(reader, &node->text);
    if (!next_is(reader, '[') && !next_is(reader, '{'))
        return read_plain(reader, node);
    if (levels->depth == MOST_LEVELS)
        return fail(reader, "more than 32 arrays and tables within each other");
    node->kind = next_is(reader, '[') ? YAML_LIST : YAML_MAP;
    skip(reader, 1);
    levels->items[levels->depth++] = node;
    return true;
}

/* Behind a value, or at the start of what was opened: closes what ends here. */
static void
close_levels(struct reader *reader, struct levels *levels)
{
    while (levels->depth > 0) {
        skip_space(reader);
        if (take(reader, ','))
            skip_space(reader);
        if (!take(reader, levels->items[levels->depth - 1]->kind == YAML_LIST ? ']' : '}'))
            return;
        levels->depth--;
    }
}

static bool
take_equals(struct reader *reader)
{
    skip_blanks(reader);
    if (!take(reader, '='))
        return fail(reader, "a key without `=` and a value");
    skip_blanks(reader);
    return true;
}

/* The value of KEY, with all that it holds. */
static bool
read_whole_value(struct reader *reader, struct yaml *table, struct slice key)
{
    struct levels levels = { .depth = 0 };

    if (!read_value(reader, &levels, table, key))
        return false;
    for (close_levels(reader, &levels); levels.depth > 0; close_levels(reader, &levels)) {
        struct yaml *holder = levels.items[levels.depth - 1];

        key = slice_make(NULL, 0);
        if (holder->kind == YAML_MAP && (!take_dotted(reader, &holder, &key) || !take_equals(reader)))
            return false;
        if (!read_value(reader, &levels, holder, key))
            return false;
    }
    return true;
}

/* `[a.b]`, or `[[a.b]]`, which begins one more table of an array. */
static bool
read_header(struct reader *reader, struct yaml **table)
{
    bool array = slice_starts(reader->rest, "[[");
    struct yaml *parent = reader->root, *list;
    struct slice key;

    skip(reader, array ? 2 : 1);
    if (!take_dotted(reader, &parent, &key))
        return false;
    if (!take(reader, ']') || (array && !take(reader, ']')))
        return fail(reader, "the header of a table does not end");
    if (!array) {
        *table = descend(reader, parent, key);
        return *table != NULL || fail(reader, "a table where something else stands already");
    }
    list = NULL;
    for (size_t i = 0; i < parent->count; i++)
        if (slice_equal(parent->entries[i].key, key))
            list = (struct yaml *)parent->entries[i].value;
    if (list == NULL) {
        list = new_node(reader, YAML_LIST);
        put(reader, parent, key, list);
    }
    if (list->kind != YAML_LIST)
        return fail(reader, "an array of tables where something else stands already");
    *table = new_node(reader, YAML_MAP);
    put(reader, list, slice_make(NULL, 0), *table);
    return true;
}

static bool
read_statement(struct reader *reader, struct yaml **table)
{
    struct yaml *holder = *table;
    struct slice key;

    if (reader->nodes > MOST_NODES)
        return fail(reader, "more than 20000 values");
    if (next_is(reader, '[')) {
        if (!read_header(reader, table))
            return false;
    } else if (!take_dotted(reader, &holder, &key) || !take_equals(reader) || !read_whole_value(reader, holder, key)) {
        return false;
    }
    skip_blanks(reader);
    return reader->rest.length == 0 || next_is(reader, '\n') || next_is(reader, '\r') || next_is(reader, '#') ||
           fail(reader, "more than one thing on a line");
}

const struct yaml *
toml_read(struct slice text, unsigned first_line, struct arena *arena, struct error *error)
{
    struct reader reader = { .rest = text, .line = first_line, .arena = arena, .error = error };
    struct yaml *table;

    reader.root = table = new_node(&reader, YAML_MAP);
    for (skip_space(&reader); reader.rest.length > 0; skip_space(&reader))
        if (!read_statement(&reader, &table))
            return NULL;
    return reader.root;
}
