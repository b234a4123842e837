/* group.h - the link lines that stand together: each URL once, each with its own label (gemtext.md R7, R8, R36). */
/*
 * Where R8 and R36 leave a choice: an image and a link may bear the same label, since the image says what it is; hosts are
 * added only where they differ, and where labels are still equal, the last part of the path; a link and the image behind it with one URL are an image. An item's title keeps a generic
 * link that stands in the middle of its sentence, for without it there would be a hole.
 */
#ifndef DOCUMENT_GROUP_H
#define DOCUMENT_GROUP_H

#include "base/map.h"
#include "document/shape.h"

struct group {
    struct document *document;
    struct arena *arena;               /* for what lives as long as the group's maps */
    struct map *urls;                  /* URL -> struct entry, of this group or an older one */
    struct map *labels[2];             /* label -> struct entry; of images the second */
    struct shape shape;                /* for item titles */
    size_t first;                      /* the group's links in document->links begin here */
    const struct draft_link **sources; /* of the group's links: where their labels come from */
    struct draft_line **subjects;      /* ... and the line that says whose they are */
    size_t source_capacity, subject_capacity;
    size_t budget; /* bytes that R36 may still add (R35) */
};

/* An empty group of DOCUMENT, whose drafts are complete. */
void group_init(struct group *group, struct document *document);
void group_clear(struct group *group); /* frees what it holds */

/*
 * Adds the draft link LINK, which LINE holds and which belongs to what SUBJECT says; returns its index in the document.
 * IN_TEXT if its words stay in the text.
 */
size_t group_add(struct group *group, size_t link, const struct draft_line *line, struct draft_line *subject,
                 bool in_text);

/* Completes the labels and begins the next group. SHARED if its lines serve several items (R36). */
void group_end(struct group *group, bool shared);

#endif
