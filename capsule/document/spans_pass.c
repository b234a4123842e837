/* spans_pass.c - how the pass over spans moves on. */
#include "document/spans_pass.h"

#include <string.h>

void
spans_end_line(struct spans_pass *pass)
{
    lined_end(pass->out, lined_number(pass->in, pass->index));
    pass->blank_head = 0;
}

struct slice
spans_text_before(struct spans_pass *pass)
{
    struct slice line = lined_open(pass->out);

    while (pass->blank_head < line.length && strchr(" \t>", line.bytes[pass->blank_head]) != NULL &&
           line.bytes[pass->blank_head] != '\0')
        pass->blank_head++;
    return slice_from(line, pass->blank_head);
}

void
spans_copy_to(struct spans_pass *pass, size_t end)
{
    while (pass->at < end) {
        struct slice piece = slice_range(pass->text, pass->at, end);
        size_t length = slice_find_byte(piece, '\n');

        buffer_add(&pass->out->text, slice_range(piece, 0, length == SLICE_NONE ? piece.length : length));
        if (length == SLICE_NONE) {
            pass->at = end;
            return;
        }
        spans_end_line(pass);
        pass->index++;
        pass->at += length + 1;
    }
}

void
spans_skip_to(struct spans_pass *pass, size_t end)
{
    for (; pass->at < end; pass->at++)
        if (pass->text.bytes[pass->at] == '\n')
            pass->index++;
}

size_t
spans_paragraph_end(struct spans_pass *pass)
{
    if (pass->at >= pass->paragraph_end)
        pass->paragraph_end = code_paragraph_end(pass->text, pass->at);
    return pass->paragraph_end;
}

size_t
spans_find(struct spans_pass *pass, size_t from, const char *mark, size_t *none)
{
    size_t end = spans_paragraph_end(pass), found;

    if (from < *none)
        return SLICE_NONE;
    found = slice_find(slice_range(pass->text, from, end), mark);
    if (found == SLICE_NONE)
        *none = end;
    return found == SLICE_NONE ? SLICE_NONE : from + found;
}
