/*
 * group.h - the link lines that stand together: each URL once, with the first label that says something (gemtext.md R7, R8).
 *
 * A label that says nothing ("here", "read more") gives way to what is known better: of a mail link the address, in a
 * heading the heading, of a page of this site its title, else what the sentence says (pointer.h).
 *
 * Where several items share a group, what a link leads to gets the item's name (R36, subject.h), and labels that are then
 * still equal are told apart (distinct.h). A link and the image behind it with one URL are an image.
 */
#ifndef DOCUMENT_GROUP_H
#define DOCUMENT_GROUP_H

#include "base/map.h"
#include "document/shape.h"

struct group {
    struct document *document;
    size_t first;                 /* the group's links in document->links begin here */
    struct draft_line **subjects; /* of each: the line that says whose it is */
    size_t subject_capacity;
    struct map *urls;         /* of a large group: URL -> index of the link; else NULL */
    struct arena *arena;      /* these indices */
    struct shape shape;       /* working memory */
    struct slice heading_url; /* where the heading above leads, as a key */
    size_t budget;            /* bytes that labels may still grow by (R35) */
};

/* An empty group of DOCUMENT, whose drafts are complete. */
void group_init(struct group *group, struct document *document);
void group_clear(struct group *group); /* frees what it holds */

/*
 * Adds the draft link LINK, which LINE holds and which belongs to what SUBJECT says; returns its index in the document.
 * IN_TEXT if its words stay in the text. SLICE_NONE, and no link, for one that says "read more" in a line of its own and
 * leads where the heading above does.
 */
size_t group_add(struct group *group, size_t link, const struct draft_line *line, struct draft_line *subject,
                 bool in_text);

/* Completes the labels and begins the next group. SHARED if its lines serve several items (R36). */
void group_end(struct group *group, bool shared);

#endif
