/* autolink.h - URLs that stand in the text as they are (gemtext.md R13). */
#ifndef DOCUMENT_AUTOLINK_H
#define DOCUMENT_AUTOLINK_H

#include "base/slice.h"

/*
 * Finds the next URL of http, https, gemini or gopher in TEXT that lies between *START and END: *START and *STOP become
 * its bounds. Trailing punctuation and an unbalanced closing bracket are no part of it. Linear in what it passes.
 */
bool autolink_find(struct slice text, size_t end, size_t *start, size_t *stop);

#endif
