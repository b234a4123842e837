/*
 * html_tokenizer.h - HTML as text and tags, piece by piece.
 *
 * Comments, declarations, processing instructions, CDATA marks and the raw text of script, style, textarea and title
 * vanish. Names are as written; values have their references decoded. Any bytes are HTML; nothing fails.
 */
#ifndef DOCUMENT_HTML_TOKENIZER_H
#define DOCUMENT_HTML_TOKENIZER_H

#include "document/html_tag.h"

struct html_tokenizer;

/* Texts come in as many pieces as it pleases; all slices are lent for the call. */
struct html_tokens {
    void *context;
    void (*on_text)(void *context, struct slice text);
    void (*on_tag)(void *context, const struct html_tag *tag);
};

/* One that stands in text. It hands what it finds to TOKENS, which is copied. */
struct html_tokenizer *html_tokenizer_new(const struct html_tokens *tokens);
void html_tokenizer_free(struct html_tokenizer *tokenizer); /* NULL is fine */

/* The next piece, which may end anywhere. */
void html_tokenizer_feed(struct html_tokenizer *tokenizer, struct slice piece);

/* Inside a tag, comment or the like. */
bool html_tokenizer_is_inside_tag(const struct html_tokenizer *tokenizer);

/* As if a tag or comment that is open had ended here. */
void html_tokenizer_end_tag(struct html_tokenizer *tokenizer);

/* Hands out what was held back: a reference that may still have gone on. */
void html_tokenizer_finish(struct html_tokenizer *tokenizer);

#endif
