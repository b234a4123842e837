/* note.h - footnotes of a page (gemtext.md R33): definitions are taken out first, numbers follow the references. */
#ifndef DOCUMENT_NOTE_H
#define DOCUMENT_NOTE_H

#include "document/document.h"
#include "document/lined.h"

struct notes;

struct notes *notes_new(void);        /* a page without notes */
void notes_free(struct notes *notes); /* NULL is fine */

/*
 * If a definition `[^id]:` begins at the line INDEX of LINED, keeps it (the first of its id) and returns the index behind
 * its last line; else INDEX. To plain Markdown such a line would define a link.
 */
size_t notes_take(struct notes *notes, const struct lined *lined, size_t index);

/* True if there is no definition. */
bool notes_are_none(const struct notes *notes);

/* The number of the note ID, given at its first call; 0 if there is no such note. */
unsigned notes_number(struct notes *notes, struct slice id);

/* A finding for each note without a number, once the page and all its notes have been read: it appears nowhere. */
void notes_report_unused(const struct notes *notes, const struct document *document);

/* How many notes have numbers, and the text of note NUMBER, indented by nothing. */
unsigned notes_count(const struct notes *notes);
const struct lined *notes_text(const struct notes *notes, unsigned number);

#endif
