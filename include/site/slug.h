/* slug.h - titles and file names as parts of a path (jekyll.md 2.2, 2.4). Pure. */
#ifndef SITE_SLUG_H
#define SITE_SLUG_H

#include "base/buffer.h"

/* The placeholder `:title`: case kept, and with it the marks that a path may hold. */
void slug_pretty(struct slice text, struct buffer *out);

/* The placeholders `:slug` and `:name`: lower case, letters and digits of any script. */
void slug_plain(struct slice text, struct buffer *out);

/* What a document without a title is called: the words of its slug, each capitalised. */
void slug_title(struct slice slug, struct buffer *out);

#endif
