/*
 * arena.c - memory that lives and ends together.
 *
 * A list of chunks; a piece comes from the newest one. A piece too large for a usual chunk gets one of its own, put behind
 * the newest, so that what is left in that one is still used.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define CHUNK_SIZE  ((size_t)64 * 1024)
#define CHUNK_APART ((size_t)4 << 20) /* what chunks of an arena apart grow to */
#define ALIGNMENT   sizeof(void *)    /* of a chunk's bytes, too */

struct chunk {
    struct chunk *next;
    size_t used, size;
    char bytes[];
};

struct arena {
    struct chunk *newest;
    size_t chunk_size;
    bool apart;
};

struct arena *
arena_new(void)
{
    struct arena *arena = memory_new(sizeof(*arena));

    arena->chunk_size = CHUNK_SIZE;
    return arena;
}

struct arena *
arena_new_apart(void)
{
    struct arena *arena = arena_new();

    arena->apart = true;
    return arena;
}

void
arena_free(struct arena *arena)
{
    struct chunk *chunk, *next;

    if (arena == NULL)
        return;
    for (chunk = arena->newest; chunk != NULL; chunk = next) {
        next = chunk->next;
        if (arena->apart)
            memory_end_apart(chunk, sizeof(*chunk) + chunk->size);
        else
            free(chunk);
    }
    free(arena);
}

static struct chunk *
chunk_new(const struct arena *arena, size_t size)
{
    struct chunk *chunk =
        arena->apart ? memory_new_apart(sizeof(*chunk) + size) : memory_resize(NULL, 1, sizeof(*chunk) + size);

    *chunk = (struct chunk){ .size = size };
    return chunk;
}

static void *
take_own_chunk(struct arena *arena, size_t size)
{
    struct chunk *chunk = chunk_new(arena, size);

    chunk->used = size;
    if (arena->newest == NULL) {
        arena->newest = chunk;
    } else {
        chunk->next = arena->newest->next;
        arena->newest->next = chunk;
    }
    return chunk->bytes;
}

/* SIZE bytes at a multiple of ALIGN, a power of two; not zeroed, for many are filled at once. */
static inline void *
take(struct arena *arena, size_t size, size_t align)
{
    struct chunk *chunk = arena->newest;
    size_t start = chunk != NULL ? (chunk->used + align - 1) & ~(align - 1) : 0;

    if (chunk == NULL || start > chunk->size || size > chunk->size - start) {
        if (size > arena->chunk_size / 4)
            return take_own_chunk(arena, size);
        chunk = chunk_new(arena, arena->chunk_size);
        if (arena->apart && arena->chunk_size < CHUNK_APART)
            arena->chunk_size *= 2;
        chunk->next = arena->newest;
        arena->newest = chunk;
        start = 0;
    }
    chunk->used = start + size;
    return chunk->bytes + start;
}

void *
arena_take(struct arena *arena, size_t size)
{
    return memset(take(arena, size, ALIGNMENT), 0, size);
}

void *
arena_resize(struct arena *arena, void *block, size_t old_size, size_t size)
{
    struct chunk *chunk = arena->newest;
    void *moved;

    if (size <= old_size)
        return block;
    if (chunk != NULL && (char *)block + old_size == chunk->bytes + chunk->used &&
        size - old_size <= chunk->size - chunk->used) {
        chunk->used += size - old_size;
        return block;
    }
    moved = take(arena, size, ALIGNMENT);
    if (old_size > 0)
        memcpy(moved, block, old_size);
    return moved;
}

struct slice
arena_copy(struct arena *arena, struct slice text)
{
    char *copy = take(arena, text.length + 1, 1);

    if (text.length > 0)
        memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    return slice_make(copy, text.length);
}

struct slice
arena_join(struct arena *arena, const struct slice *parts, size_t count)
{
    size_t length = 0, at = 0;
    char *joined;

    for (size_t i = 0; i < count; i++)
        length += parts[i].length;
    joined = take(arena, length + 1, 1);
    for (size_t i = 0; i < count; at += parts[i++].length)
        if (parts[i].length > 0)
            memcpy(joined + at, parts[i].bytes, parts[i].length);
    joined[length] = '\0';
    return slice_make(joined, length);
}

struct slice
arena_format(struct arena *arena, const char *format, ...)
{
    char line[256]; /* most are short */
    va_list values;
    int length;
    char *text;

    va_start(values, format);
    length = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (length < (int)sizeof line)
        return arena_copy(arena, slice_make(line, length > 0 ? (size_t)length : 0));
    text = take(arena, (size_t)length + 1, 1);
    va_start(values, format);
    vsnprintf(text, (size_t)length + 1, format, values);
    va_end(values);
    return slice_make(text, (size_t)length);
}
