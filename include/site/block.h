/* block.h - generated lines that follow one another without a gap: a profile, a document's header (jekyll.md 10). */
#ifndef SITE_BLOCK_H
#define SITE_BLOCK_H

#include "base/buffer.h"
#include "document/document.h"

/* { .document = d } begins one; nothing is written before its first line, and nothing for a line without content. */
struct block {
    struct document *document;
    bool open;
};

/* One line each. */
void block_text(struct block *block, struct slice text);
void block_markup(struct block *block, struct slice markup); /* a value that may hold HTML */
void block_link(struct block *block, struct slice href, struct slice label);
void block_image(struct block *block, struct slice source, struct slice alt);
void block_end(struct block *block);

/* Appends PART behind SEPARATOR, without either if one of both sides is empty. */
void block_join(struct buffer *text, const char *separator, struct slice part);

/* Appends MARKUP with its paragraphs as lines of one block: `<p>a</p><p>b</p>` becomes `a<br>b<br>`. */
void block_unfold(struct slice markup, struct buffer *text);

#endif
