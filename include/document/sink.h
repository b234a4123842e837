/*
 * sink.h - what the readers (Markdown, raw HTML, generated text) tell the document: events in source order.
 *
 * Readers say what stands in the source; everything about blocks, lines, links and labels (gemtext.md R1-R22, R27, R36)
 * is decided behind this interface, so that it is decided once. Events may come unbalanced, as HTML does: closing
 * something closes what is still open inside it, closing what is not open does nothing, and document_finish closes the
 * rest. Nothing here recurses over nesting depth.
 */
#ifndef DOCUMENT_SINK_H
#define DOCUMENT_SINK_H

#include "base/slice.h"

struct document;

enum emphasis { EMPHASIS_WEAK, EMPHASIS_STRONG, EMPHASIS_DELETED, EMPHASIS_QUOTED };
enum script { SCRIPT_RAISED, SCRIPT_LOWERED };
enum alignment { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER };

/* Where the reader stands in the source; findings that the document reports carry it. LINE counts from 1 in the file. */
void sink_position(struct document *document, unsigned line, unsigned column);

/*
 * Character data, references decoded. White space runs collapse to one space across events (R1, R26); controls, escape
 * sequences and invalid UTF-8 are cleaned here (R5), so that readers need not.
 */
void sink_text(struct document *document, struct slice text);

/*
 * Code spans and math: character data that keeps its inner white space as single characters and is never read as a bare
 * URL (R3).
 */
void sink_verbatim(struct document *document, struct slice text);

void sink_soft_break(struct document *document); /* a space, or nothing between two wide CJK characters (R1) */
void sink_line_break(struct document *document); /* <br>, hard break; a space inside a heading (R11) */

/* A link around the inline events up to its close. HREF as written, references decoded; TITLE may be empty. */
void sink_link_open(struct document *document, struct slice href, struct slice title);
void sink_link_close(struct document *document);

/* What the link that is open is called if nothing in it says so: an icon's name. The first one counts. */
void sink_link_name(struct document *document, struct slice name);

/* An image (R15, R16). WIDTH and HEIGHT in pixels, 0 if the source gives none; 1 also stands for "0". */
struct sink_image {
    struct slice source, alt, title;
    unsigned width, height;
};
void sink_image(struct document *document, const struct sink_image *image);

/* A link with a fixed label that is no part of the text: iframes, videos (R24). */
void sink_media(struct document *document, struct slice source, struct slice label);

/* Emphasis may overlap and nest in any way; deletion and quotation become signs in the text (R25). */
void sink_emphasis_open(struct document *document, enum emphasis emphasis);
void sink_emphasis_close(struct document *document, enum emphasis emphasis);

void sink_script_open(struct document *document, enum script script); /* R25 */
void sink_script_close(struct document *document, enum script script);

/* A reference to note NUMBER (R33); the notes themselves come as an ordered list below a heading at the end. */
void sink_note_reference(struct document *document, unsigned number);

/*
 * A block boundary (R23; paragraphs, <div>, ...): inside an item or a cell the line ends, elsewhere the block. Called at
 * both ends of such an element; repeated calls are one.
 */
void sink_division(struct document *document);

/*
 * What the line holds so far is no line but the beginning of the next one: a venue's badge before a paper's title. The
 * next division does not end it; images before that line's first word have no words there. A heading does not take it.
 */
void sink_prefix(struct document *document);

void sink_heading_open(struct document *document, unsigned level); /* 1 to 6 */
void sink_heading_close(struct document *document);

/* DELIMITER is '.' or ')' for an ordered list that starts at START; 0 for a bulleted one. */
void sink_list_open(struct document *document, char delimiter, unsigned start);
void sink_list_close(struct document *document);
void
sink_item_open(struct document *document); /* closes an item that is open in the same list; without a list, opens one */
void sink_item_close(struct document *document);

void
sink_term_open(struct document *document); /* definition lists (R21): a term is a text line, a definition an item */
void sink_term_close(struct document *document);
void sink_definition_open(struct document *document);
void sink_definition_close(struct document *document);

/* A quotation's block (R12). */
void sink_quote_open(struct document *document);
void sink_quote_close(struct document *document);

/* Rows and cells hold inline and block events; whether it is data or layout is decided at its close (R27, R28). */
void sink_table_open(struct document *document);
void sink_table_close(struct document *document);
void sink_row_open(struct document *document, bool header);
void sink_row_close(struct document *document);
void sink_cell_open(struct document *document, enum alignment alignment);
void sink_cell_close(struct document *document);

/* A whole preformatted block (R29): CONTENT verbatim with LF between lines; ALT its language or name, may be empty. */
void sink_preformatted(struct document *document, struct slice alt, struct slice content);

/* A rule between blocks (R30); inside an item or a quote it only ends the line. */
void sink_rule(struct document *document);

#endif
