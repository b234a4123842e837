/* lined.c - text with the numbers of its lines. */
#include "document/lined.h"

#include <stdlib.h>

#include "base/memory.h"

void
lined_clear(struct lined *lined)
{
    buffer_clear(&lined->text);
    free(lined->lines);
    *lined = (struct lined){ 0 };
}

void
lined_add(struct lined *lined, struct slice line, unsigned number)
{
    lined->lines = memory_grow(lined->lines, lined->count, &lined->capacity, sizeof *lined->lines);
    lined->lines[lined->count++] = (struct lined_entry){ lined->text.length, number };
    buffer_reserve(&lined->text, line.length + 1);
    buffer_add(&lined->text, line);
    buffer_add_byte(&lined->text, '\n');
}

struct slice
lined_line(const struct lined *lined, size_t index)
{
    size_t end;

    if (index >= lined->count)
        return slice_of(NULL);
    end = index + 1 < lined->count ? lined->lines[index + 1].at : lined->text.length;
    return slice_range(buffer_slice(&lined->text), lined->lines[index].at, end - 1);
}

unsigned
lined_number(const struct lined *lined, size_t index)
{
    if (lined->count == 0)
        return 0;
    return lined->lines[index < lined->count ? index : lined->count - 1].number;
}

void
lined_truncate(struct lined *lined, size_t count)
{
    if (count >= lined->count)
        return;
    buffer_truncate(&lined->text, lined->lines[count].at);
    lined->count = count;
}
