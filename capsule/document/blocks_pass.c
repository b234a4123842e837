/* blocks_pass.c - lines in and out of the pass over blocks. */
#include "document/blocks_pass.h"

size_t
blocks_indentation(struct slice line)
{
    size_t columns = 0;

    for (size_t i = 0; i < line.length; i++) {
        if (line.bytes[i] == '\t')
            columns += 4 - columns % 4;
        else if (line.bytes[i] == ' ')
            columns++;
        else
            break;
    }
    return columns;
}

void
blocks_put(struct blocks_pass *pass, struct slice line)
{
    lined_add(pass->out, line, lined_number(pass->in, pass->index));
    if (slice_is_blank(line))
        pass->chunk_at = pass->out->count;
}

void
blocks_put_indented(struct blocks_pass *pass, struct slice line, size_t columns)
{
    struct buffer moved = { 0 };

    buffer_add_times(&moved, ' ', columns);
    buffer_add(&moved, slice_trim_left(line));
    blocks_put(pass, buffer_slice(&moved));
    buffer_clear(&moved);
}

void
blocks_put_text(struct blocks_pass *pass, const char *text)
{
    blocks_put(pass, slice_of(text));
}

size_t
blocks_marker_width(struct slice line, bool *ordered)
{
    size_t digits = 0, blanks;

    line = slice_trim_left(line);
    while (digits < line.length && byte_is_digit(line.bytes[digits]))
        digits++;
    *ordered =
        digits > 0 && digits < 10 && digits < line.length && (line.bytes[digits] == '.' || line.bytes[digits] == ')');
    if (!*ordered && !(line.length > 0 && (line.bytes[0] == '-' || line.bytes[0] == '*' || line.bytes[0] == '+')))
        return 0;
    line = slice_from(line, *ordered ? digits + 1 : 1);
    blanks = blocks_indentation(line);
    if (line.length > 0 && blanks == 0)
        return 0;
    return (*ordered ? digits + 1 : 1) + (blanks == 0 || blanks > 4 ? 1 : blanks);
}
