/*
 * shield.h - parts of prepared text that the Markdown parser must not see: math, note references, escaped bars. A mark of
 * three parts, SHIELD_OPEN, a number and SHIELD_CLOSE, stands in for each; to the parser it is a word.
 */
#ifndef DOCUMENT_SHIELD_H
#define DOCUMENT_SHIELD_H

#include "base/arena.h"
#include "base/buffer.h"
#include "document/sink.h"

enum shield_kind {
    SHIELD_TEXT,    /* SHOWN stands for it */
    SHIELD_DISPLAY, /* SHOWN is a block of LaTeX */
    SHIELD_NOTE,    /* a reference to note NUMBER */
};

struct shield {
    enum shield_kind kind;
    struct slice source, shown;
    unsigned number;
};

/* { 0 } is empty. */
struct shields {
    struct shield *items;
    size_t count, capacity;
    struct arena *arena;
};

void shields_clear(struct shields *shields); /* frees what it holds */

/* Keeps a copy of SHIELD and appends its mark to OUT. */
void shields_put(struct shields *shields, const struct shield *shield, struct buffer *out);

/*
 * Takes what stands before the next mark off the head of *TEXT into *BEFORE, and the mark as well. Returns its shield;
 * NULL when there was none: then *BEFORE is all the rest.
 */
const struct shield *shields_take(const struct shields *shields, struct slice *text, struct slice *before);

/* Shows DOCUMENT what SHIELD stands for. */
void shield_show(const struct shield *shield, struct document *document);

/* Appends TEXT with every mark turned back into its source. */
void shields_restore(const struct shields *shields, struct slice text, struct buffer *out);

/* The same text: TEXT itself if no mark is in it, as in most, else what is now in ROOM. */
struct slice shields_restored(const struct shields *shields, struct slice text, struct buffer *room);

#endif
