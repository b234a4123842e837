/* blocks_pass.h - the pass of blocks.c over the lines of a source, shared with the files that know lists and HTML. */
#ifndef DOCUMENT_BLOCKS_PASS_H
#define DOCUMENT_BLOCKS_PASS_H

#include "document/blocks.h"
#include "document/open_html.h"

struct blocks_pass {
    const struct lined *in;
    size_t index;
    struct lined *out;
    struct notes *notes;
    size_t chunk_at;               /* where the lines since the last blank one begin in OUT */
    size_t sign_at, no_sign_until; /* by has_signs */
    size_t before_at;              /* ... and those before it, when the pass has just left the blank line */
    struct open_html html;
    bool in_markdown;  /* inside open HTML, below a blank line: a text as Markdown has it */
    size_t dedent;     /* ... by how much it is indented */
    size_t ordered_at; /* the column of the ordered list's markers, and of its items' text; text 0: no list */
    size_t ordered_text;
    size_t shifted_from; /* lines indented by as much ... */
    size_t shift;        /* ... get so many blanks more; 0: none */
    size_t tag_ends_at;  /* where the tag ends that is open over blank lines, as far as is known */
    size_t tag_at;       /* the next `<`, unless the pass is behind it */
};

/* How many columns of blanks LINE begins with; a tab goes to the next multiple of four. */
size_t blocks_indentation(struct slice line);

/* The width of the list marker at the head of LINE, with its blanks; 0 if there is none. *ORDERED says which kind. */
size_t blocks_marker_width(struct slice line, bool *ordered);

/* Each appends a line with the number of the one at hand: LINE, LINE with COLUMNS blanks in front instead of its own, TEXT. */
void blocks_put(struct blocks_pass *pass, struct slice line);
void blocks_put_indented(struct blocks_pass *pass, struct slice line, size_t columns);
void blocks_put_text(struct blocks_pass *pass, const char *text);

#endif
