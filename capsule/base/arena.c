/*
 * arena.c - memory that lives and ends together.
 *
 * A list of chunks; a piece comes from the newest one. A piece too large for a usual chunk gets one of its own, put behind
 * the newest, so that what is left in that one is still used.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define CHUNK_SIZE ((size_t)64 * 1024)

struct chunk {
    struct chunk *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct chunk *newest;
};

struct arena *
arena_new(void)
{
    return memory_new(sizeof(struct arena));
}

void
arena_free(struct arena *arena)
{
    struct chunk *chunk, *next;

    if (arena == NULL)
        return;
    for (chunk = arena->newest; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(arena);
}

static struct chunk *
chunk_new(size_t size)
{
    struct chunk *chunk = memory_new(sizeof *chunk + size);

    chunk->size = size;
    return chunk;
}

static void *
take_own_chunk(struct arena *arena, size_t size)
{
    struct chunk *chunk = chunk_new(size);

    chunk->used = size;
    if (arena->newest == NULL) {
        arena->newest = chunk;
    } else {
        chunk->next = arena->newest->next;
        arena->newest->next = chunk;
    }
    return chunk->bytes;
}

void *
arena_take(struct arena *arena, size_t size)
{
    size_t rounded = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    struct chunk *chunk = arena->newest;

    if (rounded > CHUNK_SIZE / 4)
        return take_own_chunk(arena, rounded);
    if (chunk == NULL || chunk->size - chunk->used < rounded) {
        chunk = chunk_new(CHUNK_SIZE);
        chunk->next = arena->newest;
        arena->newest = chunk;
    }
    chunk->used += rounded;
    return chunk->bytes + chunk->used - rounded;
}

struct slice
arena_copy(struct arena *arena, struct slice text)
{
    char *copy = arena_take(arena, text.length + 1);

    if (text.length > 0)
        memcpy(copy, text.bytes, text.length);
    return slice_make(copy, text.length);
}

struct slice
arena_format(struct arena *arena, const char *format, ...)
{
    va_list values;
    int length;
    char *text;

    va_start(values, format);
    length = vsnprintf(NULL, 0, format, values);
    va_end(values);
    if (length < 0)
        length = 0;
    text = arena_take(arena, (size_t)length + 1);
    va_start(values, format);
    vsnprintf(text, (size_t)length + 1, format, values);
    va_end(values);
    return slice_make(text, (size_t)length);
}
