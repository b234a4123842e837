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
    struct lined_entry *lines;
    size_t count, capacity;
};

void lined_clear(struct lined *lined); /* frees what it holds */

/* Appends LINE, which holds no LF, as line NUMBER of the file. */
void lined_add(struct lined *lined, struct slice line, unsigned number);

/* The line at INDEX, from 0, without its LF; empty behind the end. Lent until the next change. */
struct slice lined_line(const struct lined *lined, size_t index);

/* The number of the line at INDEX; of the last one behind the end; 0 if there is none. */
unsigned lined_number(const struct lined *lined, size_t index);

/* Keeps the first COUNT lines. */
void lined_truncate(struct lined *lined, size_t count);

#endif
