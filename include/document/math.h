/* math.h - LaTeX math in plain characters (gemtext.md R34). */
#ifndef DOCUMENT_MATH_H
#define DOCUMENT_MATH_H

#include "base/buffer.h"

/*
 * Appends SOURCE, the inside of `$...$`, as plain Unicode text; false, and nothing appended, if a part of it has no plain
 * form (an unknown command, an accent on a word, a matrix). What Unicode cannot raise or lower follows `^` or `_`, in
 * brackets if it is more than a word (R25); fractions are written with a slash, fonts vanish but for `\mathbb`. A backslash
 * that only Markdown needs (`x\_i`) is none of LaTeX's; blanks inside brackets, before commas and behind an operator go.
 */
bool math_write(struct slice source, struct buffer *out);

#endif
