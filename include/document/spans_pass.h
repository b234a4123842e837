/* spans_pass.h - the pass of spans.c over a text, shared with the file that knows math: where it is, how it moves on. */
#ifndef DOCUMENT_SPANS_PASS_H
#define DOCUMENT_SPANS_PASS_H

#include "document/code.h"
#include "document/spans.h"

struct spans_pass {
    struct slice text;
    size_t at;
    const struct lined *in;
    size_t index; /* of the line at AT */
    struct lined *out;
    size_t blank_head; /* so much of the line at hand is known to be blanks and quote marks */
    struct notes *notes;
    struct shields *shields;
    struct code_spans spans;
    size_t paragraph_end;
    size_t loud_end;     /* up to here the lines hold something of interest */
    size_t strong_until; /* a `**` is open, if it has not been closed, as far as here */
    /* Up to here no such end mark comes: looked for once, not once per start. */
    size_t no_dollars, no_parenthesis, no_bracket, no_environment, no_tag;
};

/* What is still to come. */
static inline struct slice
spans_rest(const struct spans_pass *pass)
{
    return slice_from(pass->text, pass->at);
}

/* Moves on to END; what is passed is kept. */
void spans_copy_to(struct spans_pass *pass, size_t end);

/* Moves on to END without a trace, but for the lines that are passed. */
void spans_skip_to(struct spans_pass *pass, size_t end);

/* Ends the line at hand. */
void spans_end_line(struct spans_pass *pass);

/* What stands in the line so far, behind blanks and quote marks, which are passed but once. */
struct slice spans_text_before(struct spans_pass *pass);

/* Where the paragraph ends. */
size_t spans_paragraph_end(struct spans_pass *pass);

/* Where MARK begins next in the paragraph, behind FROM; SLICE_NONE is remembered in *NONE. */
size_t spans_find(struct spans_pass *pass, size_t from, const char *mark, size_t *none);

#endif
