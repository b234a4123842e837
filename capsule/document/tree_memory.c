/* tree_memory.c - cmark's allocator interface over an arena. */
#include "document/tree_memory.h"

#include <assert.h>

#include "base/arena.h"

/* The one variable of its kind: cmark hands its allocators no context. */
static _Thread_local struct arena *memory;

/* In front of each block, since realloc is not told how large the old one is. */
struct head {
    size_t size;
};

static void *
take(size_t count, size_t size)
{
    struct head *head = arena_take(memory, sizeof *head + count * size);

    head->size = count * size;
    return head + 1;
}

static void *
resize(void *block, size_t size)
{
    struct head *head;

    if (block == NULL)
        return take(1, size);
    head = (struct head *)block - 1;
    if (size <= head->size)
        return block;
    head = arena_resize(memory, head, sizeof *head + head->size, sizeof *head + size);
    head->size = size;
    return head + 1;
}

static void
keep(void *block)
{
    (void)block;
}

cmark_mem *
tree_memory_open(void)
{
    static cmark_mem allocator = { take, resize, keep };

    assert(memory == NULL);
    memory = arena_new();
    return &allocator;
}

void
tree_memory_close(void)
{
    arena_free(memory);
    memory = NULL;
}
