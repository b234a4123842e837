/*
 * spans_math.h - math in Markdown (gemtext.md R34), which is shielded from the parser. Math between `$$` that stand at a
 * line's ends may hold blank lines, as in kramdown; all other marks pair up within their paragraph.
 */
#ifndef DOCUMENT_SPANS_MATH_H
#define DOCUMENT_SPANS_MATH_H

#include "document/spans_pass.h"

/* The pass stands at a dollar; moves behind the math that it opens, else behind the dollar or both. */
void spans_math_dollar(struct spans_pass *pass);

/* The pass stands at a backslash; true if that opened math, behind which it then is: `\\(`, `\\[` or `\begin{...}`. */
bool spans_math_backslash(struct spans_pass *pass);

#endif
