/*
 * open_html.h - which HTML blocks are open at a line of Markdown, for the pre-pass. It only counts elements that hold
 * blocks and that pages close again (element_holds_blocks).
 */
#ifndef DOCUMENT_OPEN_HTML_H
#define DOCUMENT_OPEN_HTML_H

#include "base/slice.h"

#define OPEN_HTML_LEVELS 64

/* { 0 } at first. */
struct open_html {
    const char *names[OPEN_HTML_LEVELS]; /* static */
    size_t depth;
    size_t column; /* where the outermost one's line begins */
    bool in_tag;   /* a tag goes on with the next line */
    char quote;    /* ... inside an attribute's value */
    bool in_markdown_tag;
    bool in_paragraph; /* in the text of a <p>, which nothing counts: the caller ends it at a blank line */
};

/*
 * Takes in LINE, of which code spans are skipped. Returns the place behind the first start tag of a block that has the
 * attribute `markdown`: what follows is to be read as Markdown; the rest of the line has not been taken in. Else
 * SLICE_NONE.
 */
size_t open_html_scan(struct open_html *open, struct slice line);

/* The tag that goes on is none: its end is missing. */
void open_html_leave_tag(struct open_html *open);

#endif
