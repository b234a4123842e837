/* memory.c - see the header: allocation that cannot fail halfway. */
#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LARGE_PAGE  ((size_t)2 << 20)
#define LARGEST_SUM ((size_t)24 << 20) /* bytes; malloc takes no threshold above 32 MiB */

void
memory_exhausted(void)
{
    static const char text[] = "capsule: error: out of memory\n";

    (void)!write(STDERR_FILENO, text, sizeof text - 1); /* with or without the line, it ends */
    _exit(MEMORY_EXIT);
}

static void *
checked(void *block)
{
    if (block == NULL)
        memory_exhausted();
    return block;
}

void *
memory_new(size_t size)
{
    return checked(calloc(1, size > 0 ? size : 1));
}

void *
memory_new_apart(size_t size)
{
    void *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    checked(block == MAP_FAILED ? NULL : block);
    madvise(block, size, MADV_DONTFORK);
    if (size >= LARGE_PAGE)
        madvise(block, size, MADV_HUGEPAGE);
    return block;
}

void
memory_end_apart(void *block, size_t size)
{
    munmap(block, size);
}

void *
memory_resize(void *items, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        return checked(NULL);
    return checked(realloc(items, count * size > 0 ? count * size : 1));
}

void *
memory_double(void *items, size_t *capacity, size_t size)
{
    *capacity = *capacity > 0 ? *capacity * 2 : 8;
    return memory_resize(items, *capacity, size);
}

/* A block that is freed at once stays with malloc, which serves the next ones from it; the advice is all that remains. */
void
memory_expect(size_t bytes)
{
    size_t size = (bytes < LARGEST_SUM ? bytes : LARGEST_SUM) + LARGE_PAGE;
    uintptr_t start, end;
    void *block;

    if (bytes < LARGE_PAGE)
        return;
    mallopt(M_MMAP_THRESHOLD, (int)(size + LARGE_PAGE));
    mallopt(M_TRIM_THRESHOLD, (int)(size + LARGE_PAGE));
    block = malloc(size);
    start = ((uintptr_t)block + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    end = ((uintptr_t)block + size) / LARGE_PAGE * LARGE_PAGE;
    if (block != NULL && end > start)
        madvise((void *)start, end - start, MADV_HUGEPAGE); /* its failure only means pages of the usual size */
    free(block);
}
