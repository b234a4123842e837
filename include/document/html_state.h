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
#include "document/html_seam.h"
#include "document/html_span.h"
#include "document/html_tokenizer.h"

#define HTML_LEVELS 256

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
    struct html_seam seam;
    bool media_named; /* the open media element has had its link */
    struct buffer media_label;
    size_t tables;         /* entries that are <table> */
    struct html_span span; /* of the outermost */
    size_t header_rows;
    bool row_waits; /* a row is opened with its first cell, which tells whether it is a header */
    bool first_row;
};

#endif
