/*
 * bibtex.c - a BibTeX file entry by entry.
 *
 * The parser gets one entry at a time, and only such as it can hold: its stack has room for a hundred parts, and it calls
 * exit() at the end of it. So the file is cut up at each `@` that begins a line, and parts are counted beforehand.
 */
#include "site/bibtex.h"

#include <stdint.h>
#include <stdlib.h>

#include <btparse.h>

#include "base/buffer.h"
#include "base/memory.h"

enum { ENTRY_LIMIT = 64 << 10, PART_LIMIT = 64 };

struct reading {
    const char *file;
    struct arena *arena;
    struct findings *findings;
    struct bibtex *bibtex;
};

static struct slice
keep_lower(const struct reading *reading, const char *text)
{
    struct buffer lower = { 0 };
    struct slice kept;

    for (; text != NULL && *text != '\0'; text++)
        buffer_add_byte(&lower, byte_lower(*text));
    kept = arena_copy(reading->arena, buffer_slice(&lower));
    buffer_clear(&lower);
    return kept;
}

static void
keep_fields(const struct reading *reading, AST *tree, struct bibtex_entry *entry)
{
    struct bibtex_field *fields = arena_take(reading->arena, PART_LIMIT * sizeof(*fields));
    char *name;

    for (AST *field = bt_next_field(tree, NULL, &name); field != NULL && entry->field_count < PART_LIMIT;
         field = bt_next_field(tree, field, &name)) {
        char *value = bt_get_text(field);

        fields[entry->field_count].name = keep_lower(reading, name);
        fields[entry->field_count].value = arena_copy(reading->arena, slice_of(value));
        entry->field_count++;
        free(value);
    }
    entry->fields = fields;
}

static void
keep_entry(const struct reading *reading, AST *tree)
{
    struct bibtex *bibtex = reading->bibtex;
    struct bibtex_entry entry = { .type = keep_lower(reading, bt_entry_type(tree)),
                                  .key = arena_copy(reading->arena, slice_of(bt_entry_key(tree))) };

    keep_fields(reading, tree, &entry);
    bibtex->items = memory_grow(bibtex->items, bibtex->count, &bibtex->capacity, sizeof(*bibtex->items));
    bibtex->items[bibtex->count++] = entry;
}

/* Fields and pasted strings: signs outside of the braces of values. */
static size_t
count_parts(struct slice text)
{
    size_t parts = 0, depth = 0;

    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];

        depth += byte == '{';
        depth -= byte == '}' && depth > 0;
        parts += depth <= 1 && (byte == '=' || byte == '#');
    }
    return parts;
}

static void
read_entry(const struct reading *reading, struct slice text, unsigned line)
{
    char *copy;
    AST *tree;
    boolean fine = 0;

    if (text.length > ENTRY_LIMIT || count_parts(text) > PART_LIMIT) {
        findings_add(reading->findings, FINDING_WARNING, "bibliography", reading->file, line, 0,
                     "the entry is left out: it is longer than 64 KiB or has more than 64 fields");
        return;
    }
    copy = slice_copy(text);
    tree = bt_parse_entry_s(copy, NULL, (int)line, 0, &fine);
    if (tree != NULL && fine && bt_entry_metatype(tree) == BTE_REGULAR)
        keep_entry(reading, tree);
    else if (tree == NULL || !fine)
        findings_add(reading->findings, FINDING_WARNING, "bibliography", reading->file, line, 0,
                     "the entry is left out: it is not valid BibTeX");
    if (tree != NULL)
        bt_free_ast(tree);
    free(copy);
}

static void
start_parser(void)
{
    static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                          "jul", "aug", "sep", "oct", "nov", "dec" };
    static const char *const names[] = { "January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December" };

    bt_initialize();
    bt_set_stringopts(BTE_REGULAR, BTO_FULL);
    bt_set_stringopts(BTE_MACRODEF, BTO_MACRO);
    for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
        bt_add_macro_text((char *)(uintptr_t)months[i], (char *)(uintptr_t)names[i], NULL, 0);
}

void
bibtex_read(struct slice text, const char *file, unsigned line, struct arena *arena, struct findings *findings,
            struct bibtex *bibtex)
{
    struct reading reading = { file, arena, findings, bibtex };
    struct buffer entry = { 0 };
    unsigned first = line;
    struct slice next;

    start_parser();
    for (; slice_take_line(&text, &next); line++) {
        if (slice_starts(slice_trim_left(next), "@")) {
            if (entry.length > 0)
                read_entry(&reading, buffer_slice(&entry), first);
            buffer_truncate(&entry, 0);
            first = line;
        } else if (entry.length == 0) {
            continue;
        }
        for (size_t i = 0; i < next.length; i++)
            if (next.bytes[i] != '\0')
                buffer_add_byte(&entry, next.bytes[i]);
        buffer_add_byte(&entry, '\n');
    }
    if (entry.length > 0)
        read_entry(&reading, buffer_slice(&entry), first);
    bt_cleanup();
    buffer_clear(&entry);
}

void
bibtex_clear(struct bibtex *bibtex)
{
    free(bibtex->items);
    *bibtex = (struct bibtex){ .count = 0 };
}

struct slice
bibtex_field(const struct bibtex_entry *entry, const char *name)
{
    for (size_t i = 0; i < entry->field_count; i++)
        if (slice_is(entry->fields[i].name, name))
            return slice_trim(entry->fields[i].value);
    return slice_make("", 0);
}
