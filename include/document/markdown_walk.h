/*
 * markdown_walk.h - cmark's tree as events of a document's sink, walked by its iterator and never recursively. What the
 * parser was shielded from comes back here, and what it does not know (tables, venue lines) is recognised.
 */
#ifndef DOCUMENT_MARKDOWN_WALK_H
#define DOCUMENT_MARKDOWN_WALK_H

#include <cmark.h>

#include "document/kramdown.h"

/* Tells DOCUMENT all that the tree below ROOT, which was parsed from PREPARED, holds. The nodes' user data is used up. */
void markdown_walk(cmark_node *root, const struct prepared *prepared, struct document *document);

#endif
