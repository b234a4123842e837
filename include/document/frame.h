/* frame.h - the stack of open containers, of bounded depth. Between sink.c and the draft lines. */
#ifndef DOCUMENT_FRAME_H
#define DOCUMENT_FRAME_H

#include "document/model.h"

struct frame *frame_top(struct document *document); /* NULL if none is open */
bool frame_is_heading(struct document *document);   /* the innermost one is a heading */
bool frame_is_term(struct document *document);      /* ... a term, which stands in its definitions' block */

/* Outside items and quotes, which hold all inside them together, the next line begins a block. */
void frame_begin_block(struct document *document);

/* A new container of KIND, or NULL beyond the depth that is kept: then its content belongs to what is open. */
struct frame *frame_open(struct document *document, enum frame_kind kind);

/* Where the nearest open container of KIND stands on the stack, counted from 1; 0 if none is in reach. */
size_t frame_find(const struct document *document, enum frame_kind kind);

/* Ends the innermost container. */
void frame_pop(struct document *document);

/* Ends the nearest container of KIND and all inside it; nothing if none is in reach. */
void frame_close(struct document *document, enum frame_kind kind);

/* An open container of KIND gives way to its sibling. */
void frame_close_sibling(struct document *document, enum frame_kind kind);

/* Ends the line, and the heading that it is in: a block begins. */
void frame_leave_heading(struct document *document);

#endif
