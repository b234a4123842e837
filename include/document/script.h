/* script.h - raised and lowered text in plain characters (gemtext.md R25). */
#ifndef DOCUMENT_SCRIPT_H
#define DOCUMENT_SCRIPT_H

#include "base/buffer.h"
#include "document/sink.h"

/* Appends TEXT in Unicode's raised or lowered forms; false, and nothing appended, if a character has none. */
bool script_convert(struct slice text, enum script script, struct buffer *out);

/* Appends TEXT by R25: converted, or as it is if it is only punctuation, else behind `^` or `_`. */
void script_write(struct slice text, enum script script, struct buffer *out);

#endif
