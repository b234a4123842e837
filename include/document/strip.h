/* strip.h - a page's source without what is no text to anybody: comments, Liquid, line ends of other systems. */
#ifndef DOCUMENT_STRIP_H
#define DOCUMENT_STRIP_H

#include "base/slice.h"
#include "document/document.h"
#include "document/lined.h"

/* Bytes that mark places in prepared text; they are removed from the source, so that they mean what we say. */
#define SHIELD_OPEN  '\x02'
#define SHIELD_CLOSE '\x03'

enum strip_kind { STRIP_MARKDOWN, STRIP_HTML, STRIP_SOURCE };

/*
 * Appends TEXT, whose first line is line FIRST_LINE of the file, to OUT without HTML comments and Liquid (jekyll.md 4,
 * level L1 as far as no site is needed). In Markdown, code is left alone, and `highlight` becomes a fence. A line that
 * held only a comment goes with it. An end mark that never comes leaves its start as text. Each tag or output that is
 * lost is reported to DOCUMENT as "liquid", but not for STRIP_SOURCE.
 */
void strip(struct slice text, unsigned first_line, enum strip_kind kind, const struct document *document,
           struct lined *out);

#endif
