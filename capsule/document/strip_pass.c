/* strip_pass.c - how the pass over a source moves on. */
#include "document/strip_pass.h"

#include <string.h>

void
strip_end_line(struct strip_pass *pass)
{
    if (pass->comment_gone && slice_is_blank(lined_open(pass->out)))
        buffer_truncate(&pass->out->text, pass->out->end);
    else
        lined_end(pass->out, pass->current_line);
    pass->comment_gone = false;
}

void
strip_skip_to(struct strip_pass *pass, size_t end)
{
    for (; pass->at < end; pass->at++)
        if (pass->text.bytes[pass->at] == '\n')
            pass->line++;
}

void
strip_add(struct strip_pass *pass, struct slice text)
{
    if (lined_open(pass->out).length == 0)
        pass->current_line = pass->line;
    buffer_add(&pass->out->text, text);
}

void
strip_copy_to(struct strip_pass *pass, size_t end)
{
    while (pass->at < end) {
        struct slice piece = slice_range(pass->text, pass->at, end);
        size_t length = slice_find_byte(piece, '\n');

        strip_add(pass, slice_range(piece, 0, length));
        if (length == SLICE_NONE) {
            pass->at = end;
            return;
        }
        strip_end_line(pass);
        pass->at += length + 1;
        pass->line++;
    }
}

size_t
strip_find_end(const struct strip_pass *pass, size_t from, const char *mark, bool *none_left)
{
    size_t found = *none_left ? SLICE_NONE : slice_find(slice_from(pass->text, from), mark);

    *none_left = found == SLICE_NONE;
    return found == SLICE_NONE ? SLICE_NONE : from + found + strlen(mark);
}
