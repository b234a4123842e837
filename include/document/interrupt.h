/*
 * interrupt.h - lines that begin something of their own right below a line of text, though to the parser they go on with it.
 *
 * A table below text, and text below a table: kramdown then sees no table at all, GitHub none or one row more, but nobody
 * wants rows to be joined to a sentence. Numbers that count up or down are a list, as they are to kramdown; to the parser
 * only a list that starts at 1 may stand there, so that a year in prose begins none.
 */
#ifndef DOCUMENT_INTERRUPT_H
#define DOCUMENT_INTERRUPT_H

#include "document/blocks_pass.h"

/* LINE, the one at hand, wants a blank line in front. */
bool interrupts_text(const struct blocks_pass *pass, struct slice line);

#endif
