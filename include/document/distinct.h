/*
 * distinct.h - links of one group that lead to different places never have the same label (gemtext.md R8).
 *
 * Links of one label all get their hosts, if these differ; those that are still alike, the last part of their paths. An
 * image and a link may be called the same, since the image says what it is.
 */
#ifndef DOCUMENT_DISTINCT_H
#define DOCUMENT_DISTINCT_H

#include "document/model.h"

/* Completes the labels of DOCUMENT's links from index FIRST on, with at most *BUDGET bytes, which are taken off it. */
void distinct_labels(struct document *document, size_t first, size_t *budget);

#endif
