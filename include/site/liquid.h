/*
 * liquid.h - resolves the Liquid of a page's text before it is read as Markdown: includes spliced in, values in their
 * places, loops run or, where they print what a theme's list does, as lists of our own (jekyll.md 4). What is not known is
 * dropped and reported. Linear in the text, what it includes and what its loops repeat, all three bounded; nothing recurses.
 */
#ifndef SITE_LIQUID_H
#define SITE_LIQUID_H

#include "base/finding.h"
#include "site/library.h"
#include "site/spliced.h"

#define LIQUID_DEPTH 8                 /* includes inside includes */
#define LIQUID_BYTES ((size_t)1 << 20) /* of a page's text with all it includes; more is left out, with a finding */

/* Around the arguments of `{% bibliography %}` in the expanded text: bibliography_fill puts the entries there. */
#define LIQUID_BIBLIOGRAPHY '\x1d'

/* The same around the keys of `{% cite %}`; and, behind this word, of `{% reference %}`. */
#define LIQUID_CITATION  '\x1e'
#define LIQUID_REFERENCE "reference "

/*
 * Appends the text of ENTRY, whose first line is line LINE of its source, to OUT. HTML comments and, in Markdown, code
 * stay as they are, but for the marks of `raw`. What the theme's layout would show below the text (posts, news, selected
 * papers) follows it. False, and nothing is appended, if BODY is already the whole text.
 */
bool liquid_expand(struct library *library, const struct entry *entry, struct slice body, unsigned line,
                   struct findings *findings, struct spliced *out);

/*
 * The same for TEXT, a part of ENTRY's source that another page quotes: nothing is reported, and what it would quote
 * itself is left out.
 */
bool liquid_quote(struct library *library, const struct entry *entry, struct slice text, struct spliced *out);

#endif
