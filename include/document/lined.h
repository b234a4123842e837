/* lined.h - text on its way to the parser: each line remembers the line of the file that it comes from. */
#ifndef DOCUMENT_LINED_H
#define DOCUMENT_LINED_H

#include "base/buffer.h"

struct lined_entry {
    size_t at;
    unsigned number;
};

/* { 0 } is empty. */
struct lined {
    struct buffer text; /* every line ended by LF */
    size_t end;         /* of the last line; what follows in TEXT is a line that is being put together */
    struct lined_entry *lines;
    size_t count, capacity;
};

void lined_clear(struct lined *lined); /* frees what it holds */

/* Appends LINE, which holds no LF, as line NUMBER of the file. */
void lined_add(struct lined *lined, struct slice line, unsigned number);

/* What has been added to TEXT behind the last line; it becomes a line, ended here, or several, of which FIRST is the number. */
static inline struct slice
lined_open(const struct lined *lined)
{
    return slice_from(buffer_slice(&lined->text), lined->end);
}
void lined_end(struct lined *lined, unsigned number);
void lined_end_all(struct lined *lined, unsigned first);

/* Appends the COUNT lines of IN from INDEX on. */
void lined_add_all(struct lined *lined, const struct lined *in, size_t index, size_t count);

/* Where in TEXT the line at INDEX begins; the end of the lines behind the last one. */
static inline size_t
lined_start(const struct lined *lined, size_t index)
{
    return index < lined->count ? lined->lines[index].at : lined->end;
}

/* The line at INDEX, from 0, without its LF; empty behind the end. Lent until the next change. */
static inline struct slice
lined_line(const struct lined *lined, size_t index)
{
    if (index >= lined->count)
        return slice_make(NULL, 0);
    return slice_range(buffer_slice(&lined->text), lined_start(lined, index), lined_start(lined, index + 1) - 1);
}

/* The number of the line at INDEX; of the last one behind the end; 0 if there is none. */
unsigned lined_number(const struct lined *lined, size_t index);

/* Keeps the first COUNT lines. */
void lined_truncate(struct lined *lined, size_t count);

#endif
