/*
 * liquid_mark.h - Liquid in a page that is read without a site (jekyll.md 4, level L1): site paths and literals stay, tags
 * and other outputs go, with a finding where something is lost.
 */
#ifndef DOCUMENT_LIQUID_MARK_H
#define DOCUMENT_LIQUID_MARK_H

#include "document/strip_pass.h"

/* The pass stands at `{{`, or at `{%`; moves behind it, or behind what it opens. Without an end it is text. */
void liquid_mark_output(struct strip_pass *pass);
void liquid_mark_tag(struct strip_pass *pass);

#endif
