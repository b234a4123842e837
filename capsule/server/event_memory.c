/* event_memory.c - see the header. */
#include "server/event_memory.h"

#include <event2/event.h>
#include <stdlib.h>

#include "base/memory.h"

static void *
resize(void *block, size_t size)
{
    return memory_resize(block, size, 1);
}

void
event_memory_use(void)
{
    event_set_mem_functions(memory_new, resize, free);
}
