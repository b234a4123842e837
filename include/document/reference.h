/* reference.h - HTML character references (gemtext.md R26): named by cmark, the semicolon required but for `&nbsp`. */
#ifndef DOCUMENT_REFERENCE_H
#define DOCUMENT_REFERENCE_H

#include "base/buffer.h"

#define REFERENCE_LONGEST 34 /* bytes from `&` to before `;`: no longer one exists */

struct references;

/* A decoder that remembers the names it has met. */
struct references *references_new(void);
void references_free(struct references *references); /* NULL is fine */

/* Appends TEXT to OUT, its references decoded. What is no reference stays as it is. */
void references_decode(struct references *references, struct slice text, struct buffer *out);

#endif
