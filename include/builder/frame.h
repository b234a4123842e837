/* frame.h - a converted page as bytes: what a converter child hands to the builder, which trusts none of it. */
#ifndef BUILDER_FRAME_H
#define BUILDER_FRAME_H

#include "base/buffer.h"
#include "base/finding.h"

/* The page's forms, without reply headers. */
struct page_forms {
    struct slice gemtext, menu, text;
    struct slice markdown; /* the source as its author may show it (gopher.md 0.11) */
};

/* Appends FORMS and FINDINGS (NULL: none). */
void frame_put(struct buffer *frame, const struct page_forms *forms, const struct findings *findings);

/*
 * Reads a frame: FORMS lie in FRAME, the findings are added to FINDINGS. False if the frame is not exactly what
 * frame_put writes; what has been added to FINDINGS by then stays.
 */
bool frame_take(struct slice frame, struct page_forms *forms, struct findings *findings);

/*
 * How much of a form the reader sees, for the size bound of gemtext.md R35: for a menu the display strings and
 * selectors, for a text its lines without their ends; code indents are not counted, a line counts at least 1. Linear.
 */
size_t frame_shown_in_menu(struct slice menu);
size_t frame_shown_in_text(struct slice text);

#endif
