/*
 * html_state.h - the HTML reader between two pieces of its input: shared by html.c, which takes tags and text in,
 * html_stack.c, which knows what is open, and html_action.c, which tells the sink.
 */
#ifndef DOCUMENT_HTML_STATE_H
#define DOCUMENT_HTML_STATE_H

#include "base/buffer.h"
#include "document/html.h"
#include "document/html_element.h"
#include "document/html_math.h"
#include "document/html_tokenizer.h"

#define HTML_LEVELS 256

/* `</strong><span>`: an end tag right behind text, then a start tag. */
enum joint { JOINT_NONE, JOINT_ENDED, JOINT_BEGUN };

struct html {
    struct document *document;
    struct html_tokenizer *tokenizer;
    struct html_math math;
    const struct element *stack[HTML_LEVELS];
    size_t depth;
    size_t paragraph;    /* entries that were open when the Markdown paragraph began */
    size_t dropped;      /* entries of the stack whose content is dropped */
    size_t preformatted; /* entries that are <pre> */
    size_t badge;        /* how deep the stack is with the badge that is open; 0: none is */
    struct buffer pre, language;
    const char *hidden;  /* the inline element whose words are decoration; NULL: none */
    size_t hidden_depth; /* elements of its name that are open in it */
    enum joint joint;    /* how far a seam between two inline elements has come */
    char last;           /* the last byte of text before it */
    bool phrase;         /* that text has several words */
    size_t letters;      /* at its end, in a row */
    bool range;          /* it ends like "2024-" */
    bool classed;        /* the spans at the seam have a class each */
    bool boxes;          /* the seam is one between two spans, which style sheets lay out as boxes */
    bool media_named;    /* the open media element has had its link */
    struct buffer media_label;
    size_t header_rows;
    bool row_waits; /* a row is opened with its first cell, which tells whether it is a header */
    bool first_row;
};

#endif
