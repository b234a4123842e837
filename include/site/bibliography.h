/* bibliography.h - lists of publications out of a BibTeX file, as jekyll-scholar makes them (jekyll.md 8.14, 10). */
#ifndef SITE_BIBLIOGRAPHY_H
#define SITE_BIBLIOGRAPHY_H

#include "base/buffer.h"
#include "base/finding.h"
#include "site/library.h"

/*
 * Reads the file that a `bibliography` with ARGUMENTS is made from, while files can be read. A missing one is a finding at
 * line LINE of FILE.
 */
void bibliography_prepare(struct library *library, struct slice arguments, struct slice file, unsigned line,
                          struct findings *findings);

/*
 * BODY with the entries in the places that LIQUID_BIBLIOGRAPHY marks, each list on the line of its mark; the text then
 * lies in OUT, or is BODY itself if there is no mark. Runs the BibTeX parser (bibtex.h): in a converter child only.
 */
struct slice bibliography_fill(struct library *library, struct slice body, struct findings *findings,
                               struct buffer *out);

/* The most bytes that bibliography_fill can read for BODY: what the lists may grow with. */
size_t bibliography_weight(const struct library *library, struct slice body);

#endif
