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

/* The line that is open at START, up to END behind its LF. */
static void
add_entry(struct lined *lined, size_t start, size_t end, unsigned number)
{
    lined->lines = memory_grow(lined->lines, lined->count, &lined->capacity, sizeof *lined->lines);
    lined->lines[lined->count++] = (struct lined_entry){ start, number };
    lined->end = end;
}

void
lined_add(struct lined *lined, struct slice line, unsigned number)
{
    buffer_reserve(&lined->text, line.length + 1);
    buffer_add(&lined->text, line);
    lined_end(lined, number);
}

void
lined_end(struct lined *lined, unsigned number)
{
    buffer_add_byte(&lined->text, '\n');
    add_entry(lined, lined->end, lined->text.length, number);
}

void
lined_end_all(struct lined *lined, unsigned first)
{
    if (lined_open(lined).length > 0 && buffer_last(&lined->text) != '\n')
        buffer_add_byte(&lined->text, '\n');
    for (struct slice rest; (rest = lined_open(lined)).length > 0; first++)
        add_entry(lined, lined->end, lined->end + slice_find_byte(rest, '\n') + 1, first);
}

void
lined_add_all(struct lined *lined, const struct lined *in, size_t index, size_t count)
{
    size_t start = lined_start(in, index), added = lined->end;

    buffer_add(&lined->text, slice_range(buffer_slice(&in->text), start, lined_start(in, index + count)));
    for (size_t i = index; i < index + count; i++)
        add_entry(lined, in->lines[i].at - start + added, lined_start(in, i + 1) - start + added, in->lines[i].number);
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
    lined->end = lined->lines[count].at;
    buffer_truncate(&lined->text, lined->end);
    lined->count = count;
}
