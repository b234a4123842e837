/* memory.c - see the header: allocation that cannot fail halfway. */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *
checked(void *block)
{
    static const char text[] = "capsule: error: out of memory\n";

    if (block == NULL) {
        if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
            abort();
        abort();
    }
    return block;
}

void *
memory_new(size_t size)
{
    return checked(calloc(1, size > 0 ? size : 1));
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
