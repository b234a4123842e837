/* shortcode.h - resolves the shortcodes of a Hugo page before its text is read as Markdown (jekyll.md 7.1). */
#ifndef SITE_SHORTCODE_H
#define SITE_SHORTCODE_H

#include "base/finding.h"
#include "site/library.h"
#include "site/spliced.h"

/*
 * As liquid_expand, for a page of a Hugo site: links, figures and videos in place of the shortcodes that stand for them,
 * the text inside of all others; what a theme would list on the page follows it. Linear in the text.
 */
bool shortcode_expand(struct library *library, const struct entry *entry, struct slice body, unsigned line,
                      struct findings *findings, struct spliced *out);

#endif
