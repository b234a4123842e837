/* strip_pass.h - the pass that strip.c and liquid_mark.c make over a source: where it is, and how it moves on. */
#ifndef DOCUMENT_STRIP_PASS_H
#define DOCUMENT_STRIP_PASS_H

#include "document/code.h"
#include "document/strip.h"

#define STRIP_BLOCK_TAGS 5

struct strip_pass {
    struct slice text; /* line ends are LF */
    size_t at;
    unsigned line; /* of AT */
    enum strip_kind kind;
    const struct document *document;
    struct lined *out;
    unsigned current_line; /* the number of the line that is being put together */
    bool comment_gone;     /* ... has lost a comment */
    struct code_spans spans;
    size_t brace, comment; /* the next of what may be more than text, unless AT is behind it; the end without one */
    size_t paragraph_end;
    bool quiet; /* the paragraph holds neither, and no code */
    bool no_block_end[STRIP_BLOCK_TAGS];
    /* None is left in the text: looked for once, not once per start. */
    bool no_comment_end, no_tag_end, no_output_end, no_extension_end;
};

/* What is still to come. */
static inline struct slice
strip_rest(const struct strip_pass *pass)
{
    return slice_from(pass->text, pass->at);
}

/* Moves on to END without a trace. */
void strip_skip_to(struct strip_pass *pass, size_t end);

/* Moves on to END; what is passed is kept. */
void strip_copy_to(struct strip_pass *pass, size_t end);

/* Appends TEXT, which holds no LF, to the line at hand; and ends that, or takes it back if only a comment was in it. */
void strip_add(struct strip_pass *pass, struct slice text);
void strip_end_line(struct strip_pass *pass);

/* Where MARK ends next behind FROM, or SLICE_NONE; *NONE_LEFT remembers the latter. */
size_t strip_find_end(const struct strip_pass *pass, size_t from, const char *mark, bool *none_left);

#endif
