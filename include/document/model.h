/*
 * model.h - the document while it is made: shared by the files that fill it and lay it out, and by nobody else.
 *
 * Events become draft lines (flow.c for characters, sink.c for containers), which know their block, their item and their
 * quotation but not yet their place. When the page is complete, each line gets its shape (shape.c), and layout.c puts
 * lines and link lines in their final order.
 */
#ifndef DOCUMENT_MODEL_H
#define DOCUMENT_MODEL_H

#include "base/buffer.h"
#include "document/clean.h"
#include "document/document.h"

/* Levels that are told apart: each costs two characters on every line, and a page grows fourfold at most (R35). */
#define MODEL_LEVELS 8
#define MODEL_QUOTES 3

#define MODEL_DEPTH 256 /* containers that may be open at a time (R35); deeper ones are ignored */

enum draft_mark_kind {
    DRAFT_EMPHASIS_OPEN,
    DRAFT_EMPHASIS_CLOSE,
    DRAFT_LINK_OPEN,
    DRAFT_LINK_CLOSE,
    DRAFT_IMAGE_OPEN,
    DRAFT_IMAGE_CLOSE,
    DRAFT_VERBATIM_OPEN,
    DRAFT_VERBATIM_CLOSE,
    DRAFT_NOTE,
};

struct draft_mark {
    size_t at;
    enum draft_mark_kind kind;
    size_t link;
};

struct draft_link {
    struct slice label;
    struct target target;
    bool image;
};

enum draft_kind { DRAFT_TEXT, DRAFT_HEADING, DRAFT_PREFORMATTED, DRAFT_TABLE, DRAFT_RULE };

struct draft_line {
    enum draft_kind kind;
    size_t block;     /* rises; lines of one block stand together */
    size_t item;      /* index of the item it belongs to; 0 outside lists */
    size_t paragraph; /* rises; keeps paragraphs of a quote apart */
    unsigned level;   /* of a heading */
    unsigned quote;   /* how many quotes are around it */
    struct slice text, alt;
    struct draft_mark *marks;
    size_t mark_count;
    struct draft_table *table;
    bool gap_at_end; /* something without words, a badge, stood behind its last word */

    /* By shape.c. */
    size_t link_count;
    size_t kept;     /* bytes of text that stay (R10) */
    bool links_only; /* R9 */

    /* By subject.c, once it is asked for. */
    struct slice subject;
    size_t subject_links; /* generic ones that stay in it */
    bool has_subject;
};

struct draft_table {
    size_t rows, columns;
    bool header;
    enum alignment *alignments;
    struct draft_line *cells; /* rows x columns */
};

struct draft_item {
    size_t parent, top; /* items; parent 0 for a top-level one, which is its own top */
    size_t list;        /* 0 for a definition */
    unsigned level;
    struct slice marker;
    bool quoted;       /* the list stands inside a quote */
    bool definition;   /* R21 */
    size_t first_line; /* draft line, once there is one */
    size_t lines, links, texts;
};

struct draft_list {
    size_t item; /* around it, or 0 */
    bool spaced; /* R20 */
};

enum frame_kind {
    FRAME_HEADING,
    FRAME_LIST,
    FRAME_ITEM,
    FRAME_TERM,
    FRAME_DEFINITION,
    FRAME_QUOTE,
    FRAME_TABLE,
    FRAME_ROW,
    FRAME_CELL,
    FRAME_KINDS,
};

struct frame {
    enum frame_kind kind;
    unsigned level;    /* HEADING */
    char delimiter;    /* LIST */
    unsigned number;   /* LIST: of the next item */
    size_t list;       /* LIST */
    size_t outer_item; /* ITEM, DEFINITION: the one around it */
    size_t first_line; /* TABLE, CELL: the draft lines inside begin here */
    size_t first_cell; /* TABLE: its cells in document->cells begin here */
    size_t rows;       /* TABLE: closed ones */
    size_t row;        /* CELL: index of its row */
    bool header;       /* TABLE: some row is; ROW */
    enum alignment alignment;
    unsigned emphasis[4]; /* open when it was opened */
};

/* A closed cell of a table that is still open. */
struct draft_cell {
    size_t row, line; /* LINE: draft line, SIZE_MAX if the cell is empty */
    enum alignment alignment;
    bool rich;     /* more than a line of words: R27 */
    bool picture;  /* ... or of words and pictures, which only a table with a header holds as data */
    bool wordless; /* nothing, or pictures alone */
};

/* The line that is being filled, and what is open in it. */
struct flow {
    struct buffer text;
    struct draft_mark *marks;
    size_t mark_count, mark_capacity;
    struct clean clean;
    size_t spaces;       /* white space that waits for a word */
    bool blank_inside;   /* it came at the end of a link: before a full stop it goes */
    bool soft;           /* that white space is a soft break and nothing else */
    uint32_t last;       /* the character at the end of the text */
    size_t carried;      /* text length up to which it waits for the next line (sink_prefix); 0: it does not */
    size_t image_at;     /* index of the last image's mark, as long as its words may yet go; SIZE_MAX: none */
    size_t gap_link;     /* the draft link that is nothing but a badge with words, at the gap, and one; 0: none */
    size_t gap;          /* text length where something without words was left out; SIZE_MAX if none */
    unsigned open[4];    /* by enum emphasis */
    bool emphasis_waits; /* its mark waits for a word */
    bool emphasis_shown; /* its mark stands in this line */

    bool link_open;    /* between a link's events */
    bool link_real;    /* it leads somewhere, and its own block has not ended */
    bool link_waits;   /* its mark waits for a word */
    bool link_shown;   /* its mark stands in this line */
    size_t link;       /* index into document->draft_links */
    size_t link_marks; /* how many marks the line had when it was opened */
    size_t link_at;    /* where its words begin in this line */
    size_t link_block; /* the block it began in; 0 before its first word */
    size_t link_depth; /* frames when it was opened */
    struct slice link_title, link_image, link_badge, link_icon;
    bool link_has_badge;
    struct buffer link_href;
    struct buffer label; /* its words in lines before this one */

    unsigned scripts; /* open; the outermost one counts */
    enum script script;
    size_t script_at, script_marks;
    struct buffer scratch;
};

struct document {
    struct document_options options;
    struct resolver resolver;
    struct arena *arena;
    unsigned line, column;

    struct frame frames[MODEL_DEPTH];
    size_t depth;
    size_t ignored[FRAME_KINDS]; /* opened beyond the depth, and not closed yet */
    size_t holders;              /* open items, definitions and quotes: they keep all inside them in one block */
    size_t rows_open;
    bool fresh;    /* the next line begins a block */
    bool defining; /* a term was opened, which made block DEFINING_BLOCK its own */
    bool defined;  /* ... and has a definition already */
    size_t defining_block;
    size_t block, paragraph, item;
    unsigned quote;
    struct flow flow;

    struct draft_line *drafts;
    size_t draft_count, draft_capacity;
    struct draft_link *draft_links;
    size_t draft_link_count, draft_link_capacity;
    struct draft_item *items; /* the first is none */
    size_t item_count, item_capacity;
    struct draft_list *lists; /* the first is none */
    size_t list_count, list_capacity;
    struct draft_cell *cells;
    size_t cell_count, cell_capacity;

    struct line *lines;
    size_t line_count, line_capacity;
    struct link *links;
    size_t link_count, link_capacity;
    struct link *foot;
    size_t foot_count, foot_capacity;
    struct slice title;
};

/* The block to which a line would belong that were drafted now. */
size_t model_next_block(const struct document *document);

/* Appends an empty draft line of KIND at the place where the reader is; lent until the next one. */
struct draft_line *model_draft(struct document *document, enum draft_kind kind);

/* Appends a link and returns its index. */
size_t model_link(struct document *document, const struct target *target, struct slice label, bool image);

/* A cleaned copy of TEXT as one line (R5, R26). */
struct slice model_line(struct document *document, struct slice text);

/* Drafts the last line and closes every container that is open. */
void model_close(struct document *document);

/* Where HREF leads, by the options' resolver; a link that leads nowhere is reported. */
void model_resolve(struct document *document, struct slice href, struct target *target);

#endif
