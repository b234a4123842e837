/* definition_list.h - kramdown's definition lists (jekyll.md 5), which become HTML with Markdown inside. */
#ifndef DOCUMENT_DEFINITION_LIST_H
#define DOCUMENT_DEFINITION_LIST_H

#include "document/blocks_pass.h"

/*
 * True if LINE, the one at hand, is a definition with terms right above it, or above a blank line, which is then taken
 * back: the terms are the lines of the chunk.
 */
bool definition_list_begins(struct blocks_pass *pass, struct slice line);

/* Turns the terms, from line FIRST of what has been put on, and all definitions from the line at hand on into a list. */
void definition_list_put(struct blocks_pass *pass, size_t first);

/*
 * `: words` below a table is no definition but its caption, as other readers of Markdown have it: puts the words as a
 * paragraph and takes LINE. False, with nothing done, if it is none.
 */
bool definition_list_take_caption(struct blocks_pass *pass, struct slice line);

#endif
