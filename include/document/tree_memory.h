/*
 * tree_memory.h - memory for the Markdown parser, which is given back as a whole: the parser takes some hundred thousand
 * small pieces per page, and to free them one by one costs as much as to take them.
 */
#ifndef DOCUMENT_TREE_MEMORY_H
#define DOCUMENT_TREE_MEMORY_H

#include <cmark.h>

/* An allocator for one parser and its tree; its free does nothing. No other one may be open in this thread. */
cmark_mem *tree_memory_open(void);

/* Ends all that was taken from it. */
void tree_memory_close(void);

#endif
