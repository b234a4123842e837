/* export_record.c - one line per file: "SIZE SECONDS NANOSECONDS PATH". */
#include "command/export_record.h"

#include <limits.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/memory.h"

enum { SIZE, SECONDS, NANOSECONDS, NUMBERS };

struct line {
    unsigned long numbers[NUMBERS];
    struct slice path;
    bool current; /* part of this export */
    bool gone;
};

struct export_record {
    struct arena *arena;
    struct map *by_path;
    struct line **lines; /* in the order in which they came */
    size_t count, capacity;
};

static struct line *
add_line(struct export_record *record, struct slice path)
{
    struct line *line = arena_take(record->arena, sizeof *line);

    line->path = arena_copy(record->arena, path);
    map_put(record->by_path, path, line);
    record->lines = memory_grow(record->lines, record->count, &record->capacity, sizeof *record->lines);
    record->lines[record->count++] = line;
    return line;
}

static bool
read_line(struct slice text, struct line *line)
{
    struct slice part;

    for (size_t i = 0; i < NUMBERS; i++)
        if (!slice_take_part(&text, ' ', &part) || !slice_to_number(part, ULONG_MAX, &line->numbers[i]))
            return false;
    line->path = text;
    return text.length > 0;
}

struct export_record *
export_record_new(struct slice text)
{
    struct export_record *record = memory_new(sizeof *record);
    struct slice rest;

    record->arena = arena_new();
    record->by_path = map_new();
    while (slice_take_line(&text, &rest)) {
        struct line read = { 0 }, *line;

        if (!read_line(rest, &read) || map_find(record->by_path, read.path) != NULL)
            continue;
        line = add_line(record, read.path);
        for (size_t i = 0; i < NUMBERS; i++)
            line->numbers[i] = read.numbers[i];
    }
    return record;
}

void
export_record_free(struct export_record *record)
{
    if (record == NULL)
        return;
    map_free(record->by_path);
    arena_free(record->arena);
    free(record->lines);
    free(record);
}

static void
stamp(struct line *line, const struct stat *status)
{
    line->numbers[SIZE] = (unsigned long)status->st_size;
    line->numbers[SECONDS] = (unsigned long)status->st_mtim.tv_sec;
    line->numbers[NANOSECONDS] = (unsigned long)status->st_mtim.tv_nsec;
}

/* A path that would break its line is not recorded: such a file stays for ever. */
void
export_record_note(struct export_record *record, struct slice path, const struct stat *status, bool written)
{
    struct line *line = map_find(record->by_path, path);

    if (slice_find_any(path, "\r\n") != SLICE_NONE || (line == NULL && !written))
        return;
    if (line == NULL)
        line = add_line(record, path);
    line->current = true;
    if (written)
        stamp(line, status);
}

void
export_record_stale(struct export_record *record, bool (*visit)(void *context, const char *path), void *context)
{
    for (size_t i = 0; i < record->count; i++)
        if (!record->lines[i]->current)
            record->lines[i]->gone = visit(context, record->lines[i]->path.bytes);
}

bool
export_record_owns(const struct export_record *record, struct slice path, const struct stat *status)
{
    const struct line *line = map_find(record->by_path, path);
    struct line now = { 0 };
    bool same = line != NULL;

    stamp(&now, status);
    for (size_t i = 0; same && i < NUMBERS; i++)
        same = line->numbers[i] == now.numbers[i];
    return same;
}

void
export_record_write(const struct export_record *record, struct buffer *out)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct line *line = record->lines[i];

        if (line->gone)
            continue;
        buffer_format(out, "%lu %lu %lu ", line->numbers[SIZE], line->numbers[SECONDS], line->numbers[NANOSECONDS]);
        buffer_add(out, line->path);
        buffer_add_byte(out, '\n');
    }
}
