/* csv.c - a table of values with commas, or tabs, between them as a tree. */
#include "config/csv.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "config/yaml_node.h"

enum { MOST_VALUES = 200000, MOST_KEYS = 1000 };

struct table {
    struct slice rest;
    char separator;
    unsigned line;
    size_t values;
    struct arena *arena;
    struct slice keys[MOST_KEYS];
    size_t key_count;
};

/* Behind the opening quotation mark: up to the closing one, two of which stand for one. */
static void
take_quoted(struct table *table, struct buffer *value)
{
    while (table->rest.length > 0) {
        char byte = table->rest.bytes[0];

        if (byte == '"' && !slice_starts(table->rest, "\"\"")) {
            table->rest = slice_from(table->rest, 1);
            return;
        }
        table->line += byte == '\n';
        buffer_add_byte(value, byte);
        table->rest = slice_from(table->rest, byte == '"' ? 2 : 1);
    }
}

static bool
is_at_end(const struct table *table)
{
    return table->rest.length == 0 || table->rest.bytes[0] == '\n' || slice_starts(table->rest, "\r\n");
}

/* The next value of a row into VALUE; *MORE says whether another one follows it in the row. */
static bool
take_value(struct table *table, struct buffer *value, bool *more)
{
    bool quoted = slice_starts(table->rest, "\"");

    if (quoted) {
        table->rest = slice_from(table->rest, 1);
        take_quoted(table, value);
    }
    while (!is_at_end(table) && table->rest.bytes[0] != table->separator) {
        buffer_add_byte(value, table->rest.bytes[0]);
        table->rest = slice_from(table->rest, 1);
    }
    *more = !is_at_end(table);
    if (*more)
        table->rest = slice_from(table->rest, 1);
    table->values++;
    return quoted;
}

static void
end_row(struct table *table)
{
    if (slice_starts(table->rest, "\r"))
        table->rest = slice_from(table->rest, 1);
    if (table->rest.length > 0)
        table->rest = slice_from(table->rest, 1);
    table->line++;
}

static struct yaml *
node_of(struct table *table, enum yaml_kind kind)
{
    struct yaml *node = arena_take(table->arena, sizeof(*node));

    node->kind = kind;
    node->line = table->line;
    return node;
}

static void
read_keys(struct table *table)
{
    bool more = true;

    while (more) {
        struct buffer value = { 0 };

        take_value(table, &value, &more);
        if (table->key_count < MOST_KEYS)
            table->keys[table->key_count++] = arena_copy(table->arena, slice_trim(buffer_slice(&value)));
        buffer_clear(&value);
    }
    end_row(table);
}

static const struct yaml *
read_row(struct table *table)
{
    struct yaml_entry *entries = arena_take(table->arena, table->key_count * sizeof(*entries));
    struct yaml *row = node_of(table, YAML_MAP);
    bool more = true;

    for (size_t column = 0; more; column++) {
        struct buffer value = { 0 };
        bool quoted = take_value(table, &value, &more);

        if (column < table->key_count) {
            struct yaml *node = node_of(table, quoted || value.length > 0 ? YAML_TEXT : YAML_NULL);

            node->text = arena_copy(table->arena, buffer_slice(&value));
            entries[row->count++] = (struct yaml_entry){ table->keys[column], node };
        }
        buffer_clear(&value);
    }
    row->entries = entries;
    end_row(table);
    return row;
}

const struct yaml *
csv_read(struct slice text, char separator, struct arena *arena)
{
    struct table *table = memory_new(sizeof(*table));
    struct yaml_entry *rows = NULL, *kept;
    struct yaml *list;
    size_t capacity = 0, count = 0;

    *table = (struct table){ .rest = text, .separator = separator, .line = 1, .arena = arena };
    if (slice_starts(text, "\xef\xbb\xbf"))
        table->rest = slice_from(text, 3);
    list = node_of(table, YAML_LIST);
    if (table->rest.length > 0)
        read_keys(table);
    while (table->rest.length > 0 && table->values < MOST_VALUES) {
        if (is_at_end(table)) {
            end_row(table);
            continue;
        }
        rows = memory_grow(rows, count, &capacity, sizeof(*rows));
        rows[count++] = (struct yaml_entry){ .value = read_row(table) };
    }
    kept = arena_take(arena, (count + 1) * sizeof(*kept));
    for (size_t i = 0; i < count; i++)
        kept[i] = rows[i];
    list->entries = kept;
    list->count = count;
    free(rows);
    free(table);
    return list;
}
