/* writer.h - a finished document as gemtext, as a Gopher menu and as plain text. */
#ifndef DOCUMENT_WRITER_H
#define DOCUMENT_WRITER_H

#include "document/document.h"

/* Where a menu's items lead, and what stands around the page. Everything is lent for the call. */
struct gopher_place {
    const char *host;
    unsigned port;
    struct slice title;         /* for the TITLE line when the document has none */
    struct slice text_selector; /* the page's text form; empty: no line for it */
    struct slice menu_selector; /* the page's menu, named at the end of the text form; empty: no line */
};

/* Gemtext by gemtext.md: LF, one final LF, foot after a blank line. */
void gemtext_write(const struct document *document, struct buffer *out);

/*
 * A menu by gopher.md 3: CRLF, four fields on each line, no final `.` line (the reply adds it). A mail link's item shows its
 * address, because few clients can open it.
 */
void menu_write(const struct document *document, const struct gopher_place *place, struct buffer *out);

/*
 * Plain text by gopher.md 3: CRLF, at most 67 cells but for code and references, never a line that begins with `.`. An
 * image that does not stand in the text has a line of its own.
 */
void text_write(const struct document *document, const struct gopher_place *place, struct buffer *out);

#endif
