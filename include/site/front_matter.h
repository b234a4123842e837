/* front_matter.h - where a page's YAML header ends and its text begins (jekyll.md 1.2, gemtext.md R31). Pure. */
#ifndef SITE_FRONT_MATTER_H
#define SITE_FRONT_MATTER_H

#include "base/slice.h"

/* The header's first line in its file: the opening `---` is line 1. */
#define FRONT_MATTER_LINE 2

/* True if TEXT, a byte-order mark apart, opens with a line of `---` and white space: what makes a file a page. */
bool front_matter_begins(struct slice text);

/*
 * Splits TEXT into its YAML header and its body, both lent; *BODY_LINE is the body's first line in the file. Without a
 * header, or with one that never ends at a line `---` or `...`, it is false, and all of TEXT is the body, from line 1.
 */
bool front_matter_split(struct slice text, struct slice *header, struct slice *body, unsigned *body_line);

#endif
