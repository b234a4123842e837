/*
 * pointer.h - what a link leads to whose words only point at it ("here", "this"): its sentence says it (gemtext.md R8).
 *
 *     The slides of my talk are available [here](u).          The slides of my talk
 *     Click [here](u) for the list of teas.                   the list of teas
 *     It is in [this](u) old report, and in no other.         this old report
 *
 * English sentences only; in others such words are rare, and nothing is found.
 */
#ifndef DOCUMENT_POINTER_H
#define DOCUMENT_POINTER_H

#include "document/model.h"

/* Words of LINE, lent and at most 60 cells wide, for its draft link LINK; empty if the sentence says no more. */
struct slice pointer_label(const struct document *document, const struct draft_line *line, size_t link);

#endif
