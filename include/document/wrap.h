/*
 * wrap.h - a span with its marks as plain text, and that text on lines of limited width (gopher.md 3.1, 3.2).
 *
 * Composed text is clean: no controls, valid UTF-8. It may hold CELLS_JOINER before a link's number, so that the number
 * never leaves its word; the functions that hand out lines drop it.
 */
#ifndef DOCUMENT_WRAP_H
#define DOCUMENT_WRAP_H

#include "base/buffer.h"
#include "document/document.h"

#define WRAP_WIDTH 67 /* cells; the widest that every client shows unbroken (gopher.md 3.2) */

/* How marks appear. */
struct span_style {
    bool emphasis;                                        /* as `*x*`, the outermost only */
    bool images;                                          /* as `[image: alt] [n]` instead of `alt[n]` */
    unsigned (*number)(const void *context, size_t link); /* the number of a link; 0: none is printed */
    const void *context;
};

/* Appends TEXT without controls and joiners, invalid bytes as U+FFFD, a tab as TAB (one space, or four in code). */
void wrap_add_clean(struct slice text, const char *tab, struct buffer *out);

/* Appends `[NUMBER]`, glued to what stands before it; nothing for 0. */
void wrap_add_number(unsigned number, struct buffer *out);

/* Appends an image's `[image: ALT]` and its glued number. */
void wrap_add_image(struct slice alt, unsigned number, struct buffer *out);

/* Appends the text of SPAN with its marks by STYLE; a note reference becomes `[^n]`. */
void wrap_compose(const struct span *span, const struct span_style *style, struct buffer *out);

/* What a reader sees of LINK: its label; without one its URL, of a mail link the address. Lent, not clean. */
struct slice wrap_link_words(const struct link *link);

/* Appends TEXT without its joiners. */
void wrap_add_unglued(struct slice text, struct buffer *out);

/* Where lines go, and what stands before them. */
struct wrap {
    size_t width;             /* cells, prefix included */
    struct slice first, rest; /* prefix of the first line and of the others; well below WIDTH */
    bool guard_dots;          /* text files: no line begins with `.` */
    void (*on_line)(void *context, struct slice line); /* LINE is lent for the call; no line end */
    void *context;
};

/*
 * Breaks the composed TEXT into lines. A line without prefix that clients would take for markup (`=>`, three backticks)
 * gets one leading space, which counts. An empty TEXT gives one line with the first prefix alone, its blanks trimmed.
 */
void wrap_text(const struct wrap *wrap, struct slice text);

/* Hands on TEXT as one line, however long, with the first prefix and the same guard. */
void wrap_whole(const struct wrap *wrap, struct slice text);

#endif
