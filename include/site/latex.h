/* latex.h - LaTeX as it stands in the fields of a bibliography, as plain text. Pure. */
#ifndef SITE_LATEX_H
#define SITE_LATEX_H

#include "base/buffer.h"

/*
 * Appends TEXT with accents composed (`{\'e}`, `\v{s}`), special letters and signs in their characters, dashes and quotes
 * set, braces gone; of an unknown command only its argument stays. Math keeps its source. Linear.
 */
void latex_decode(struct slice text, struct buffer *out);

#endif
