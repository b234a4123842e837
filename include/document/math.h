/* math.h - LaTeX math in plain characters (gemtext.md R34). */
#ifndef DOCUMENT_MATH_H
#define DOCUMENT_MATH_H

#include "base/buffer.h"

/*
 * Appends SOURCE, the inside of `$...$`, as plain Unicode text; false, and nothing appended, if a part of it has no plain
 * form (a fraction, an unknown command, a letter that cannot be raised). A backslash that only Markdown needs (`x\_i`) is
 * none of LaTeX's; blanks inside brackets, before commas and behind an operator go.
 */
bool math_write(struct slice source, struct buffer *out);

#endif
