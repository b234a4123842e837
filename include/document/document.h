/*
 * document.h - one page between its readers and its writers: an array of lines, and the links they hold.
 *
 * Filled through sink.h, then finished once, then only read. The lines already stand in their final order, blank lines
 * and link lines included (gemtext.md, "Model and writers"), and all three writers print them one by one.
 */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/finding.h"
#include "document/sink.h"
#include "document/target.h"

struct document_options {
    const char *file;                /* for findings; relative to the site's root */
    const struct resolver *resolver; /* NULL: target_clean */
    struct findings *findings;       /* NULL: nothing is kept */
    struct slice
        title; /* the front matter's, tags vanish; the H1 if the body has none above its text, or several that are sections */
    struct slice name; /* the H1 if there is none after all; may be empty */
};

enum line_kind {
    LINE_BLANK,
    LINE_TEXT,
    LINE_HEADING,
    LINE_ITEM,
    LINE_QUOTE,
    LINE_PREFORMATTED, /* a whole block; text holds its lines, LF between them, none at the end */
    LINE_TABLE,        /* a whole data table */
    LINE_RULE,
    LINE_LINK,
};

/* A place in a line's text, in rising order of AT. Gemtext ignores all of them. */
enum mark_kind {
    MARK_EMPHASIS_OPEN, /* weak and strong alike: the text writer prints `*` */
    MARK_EMPHASIS_CLOSE,
    MARK_LINK,       /* right behind the last word of link LINK: `[n]` stands here */
    MARK_IMAGE_OPEN, /* an image's alt text in a sentence begins; LINK is the image's */
    MARK_IMAGE_CLOSE,
    MARK_NOTE, /* the text at AT is `[n]`, a note reference; menu and text print `[^n]` */
};

struct mark {
    size_t at; /* byte offset into the line's text */
    enum mark_kind kind;
    size_t link; /* index for document_link */
};

/* One cell or line content with its marks. */
struct span {
    struct slice text;
    const struct mark *marks;
    size_t mark_count;
};

struct table {
    size_t rows, columns;
    bool header;                      /* the first row names the columns */
    const enum alignment *alignments; /* one per column */
    const struct span *cells;         /* rows x columns, row by row; missing cells are empty */
};

/* What a link line begins, above all text of its block or item (R9, R17). */
enum link_place { LINK_FOLLOWS, LINK_BEGINS_ITEM, LINK_BEGINS_LINE };

struct line {
    enum line_kind kind;
    unsigned level;      /* HEADING 1-6 as in the source; ITEM nesting from 1; QUOTE nesting from 1 */
    unsigned depth;      /* TEXT, LINK, PREFORMATTED...: nesting of the item it continues, 0 outside lists */
    struct slice marker; /* ITEM of an ordered list, or QUOTE that begins one: "1." or "3)"; empty for a bullet */
    unsigned item;       /* QUOTE: nesting of its item inside the quotation, 0 outside lists */
    bool begins_item;    /* QUOTE: it is the first line of that item */
    struct span span;    /* TEXT, HEADING, ITEM, QUOTE; a single line, trimmed; PREFORMATTED: the block */
    struct slice alt;    /* PREFORMATTED: language or name */
    const struct table *table;
    size_t link;           /* LINE_LINK: index for document_link */
    enum link_place place; /* LINE_LINK */
};

struct link {
    struct slice label; /* by R8 and R36; empty: the URL speaks for itself */
    struct target target;
    bool image;      /* gemtext appends `[image]` */
    bool in_text;    /* its words stand in the text, marked by MARK_LINK; else only this line bears the label */
    unsigned number; /* from 1 in document order (gopher.md 3.1) */
};

/* An empty document. OPTIONS is copied; what it points to must outlive the document. */
struct document *document_new(const struct document_options *options);
void document_free(struct document *document); /* NULL is fine */

/* Closes all that is open and lays the lines out. Called once, after the last event and before any question below. */
void document_finish(struct document *document);

/* The text of its first level-1 heading, which may come from the options' title; empty without one. Lent. */
struct slice document_title(const struct document *document);

/* The lines in their final order. Lent. */
size_t document_line_count(const struct document *document);
const struct line *document_line(const struct document *document, size_t index);

/* The links by index; a link's number is its index and 1. Lent. */
size_t document_link_count(const struct document *document);
const struct link *document_link(const struct document *document, size_t index);

/*
 * Adds a line to the foot (jekyll.md 10): navigation that stands after the text and one blank line, without numbers. May
 * be called before or after document_finish. TARGET and LABEL are copied.
 */
void document_foot_add(struct document *document, const struct target *target, struct slice label);
size_t document_foot_count(const struct document *document);
const struct link *document_foot(const struct document *document, size_t index);

#endif
