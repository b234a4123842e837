/* dangling.h - references of a page to what it never defines: to links `[words][id]` and to notes `[^id]`. */
#ifndef DOCUMENT_DANGLING_H
#define DOCUMENT_DANGLING_H

#include "document/document.h"
#include "document/lined.h"

/*
 * Reports each of them in TEXT, which is ready for the parser, to DOCUMENT as "unresolved-reference". Their words stay as
 * they were written. Code is left alone. Linear.
 */
void dangling_report(const struct lined *text, const struct document *document);

#endif
