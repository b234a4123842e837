/* spliced.h - text put together from several files: each line remembers the file and line on which it begins. */
#ifndef SITE_SPLICED_H
#define SITE_SPLICED_H

#include "base/buffer.h"

struct origin {
    struct slice file; /* lent */
    unsigned line;
};

/* { 0 } is empty. */
struct spliced {
    struct buffer text;
    struct origin *origins; /* one per line of TEXT; owned */
    size_t count, capacity;
};

/* Frees what it holds; it is empty afterwards. */
void spliced_clear(struct spliced *spliced);

/* Appends TEXT, whose first byte stands on line LINE of FILE; the lines that begin in it are counted from there. */
void spliced_add(struct spliced *spliced, struct slice text, struct slice file, unsigned line);

/* The same for generated text, all of whose lines come from that one line. */
void spliced_add_generated(struct spliced *spliced, struct slice text, struct slice file, unsigned line);

/* Keeps the first LENGTH bytes. */
void spliced_truncate(struct spliced *spliced, size_t length);

/* Where the line at INDEX, from 0, comes from; { 0 } behind the end. */
struct origin spliced_origin(const struct spliced *spliced, size_t index);

#endif
