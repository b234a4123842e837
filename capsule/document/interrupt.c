/* interrupt.c - what begins right below a line of text. */
#include "document/interrupt.h"

#include "document/markdown_table.h"

#define LARGEST_NUMBER 100000

static bool
is_row(struct slice line)
{
    return slice_starts(slice_trim_left(line), "|");
}

static bool
begins_table(const struct blocks_pass *pass, struct slice above)
{
    return slice_find_byte(above, '|') == SLICE_NONE &&
           markdown_table_is_delimiter(lined_line(pass->in, pass->index + 1));
}

/* The number of the item that LINE begins; 0 if it begins none. */
static unsigned long
item_number(struct slice line)
{
    unsigned long number;
    bool ordered;

    if (blocks_marker_width(line, &ordered) == 0 || !ordered)
        return 0;
    line = slice_trim_left(line);
    return slice_to_number(slice_range(line, 0, slice_find_any(line, ".)")), LARGEST_NUMBER, &number) ? number : 0;
}

/* The next item counts on from this one, up or down; the text above is no item itself. */
static bool
begins_numbers(const struct blocks_pass *pass, struct slice line)
{
    unsigned long number = item_number(line), next = 0;
    bool ordered;

    if (number < 2 || blocks_marker_width(lined_line(pass->out, pass->chunk_at), &ordered) > 0)
        return false;
    for (size_t i = pass->index + 1; next == 0 && !slice_is_blank(lined_line(pass->in, i)); i++)
        next = item_number(lined_line(pass->in, i));
    return next == number + 1 || next + 1 == number;
}

static bool
is_behind_table(const struct blocks_pass *pass, struct slice line)
{
    return slice_find_byte(line, '|') == SLICE_NONE && pass->chunk_at + 1 < pass->out->count &&
           markdown_table_is_delimiter(lined_line(pass->out, pass->chunk_at + 1));
}

bool
interrupts_text(const struct blocks_pass *pass, struct slice line)
{
    struct slice above;

    if (pass->chunk_at >= pass->out->count)
        return false;
    above = lined_line(pass->out, pass->out->count - 1);
    if (is_row(above))
        return is_behind_table(pass, line);
    return is_row(line) ? begins_table(pass, above) : begins_numbers(pass, line);
}
