/*
 * kramdown.h - the pre-pass: a page as its authors write it for Jekyll, made into what the Markdown parser reads the same
 * way (jekyll.md 4 and 5, gemtext.md R32-R34). Linear, and every line keeps the number it has in the file.
 */
#ifndef DOCUMENT_KRAMDOWN_H
#define DOCUMENT_KRAMDOWN_H

#include "document/document.h"
#include "document/lined.h"
#include "document/shield.h"

struct prepared {
    struct lined text;
    struct shields shields;
    size_t notes_at; /* index of the first line of the notes; SLICE_NONE without notes */
};

/* Fills PREPARED, which is { 0 } before. What is lost is reported to DOCUMENT. */
void kramdown_prepare(struct slice text, unsigned first_line, const struct document *document,
                      struct prepared *prepared);
void prepared_clear(struct prepared *prepared);

#endif
