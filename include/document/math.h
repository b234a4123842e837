/* math.h - LaTeX math in plain characters (gemtext.md R34). */
#ifndef DOCUMENT_MATH_H
#define DOCUMENT_MATH_H

#include "base/buffer.h"

/*
 * Appends SOURCE, the inside of `$...$`, as plain Unicode text; false, and nothing appended, if a part of it has no plain
 * form (a fraction, an unknown command, a letter that cannot be raised).
 */
bool math_write(struct slice source, struct buffer *out);

#endif
