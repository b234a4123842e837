/*
 * memos.h - what a build remembers of the files that it has read, so that the next one need not open those that have stayed as they
 * were. Memos are about versions of files (stamp.h), never about names.
 */
#ifndef SITE_MEMOS_H
#define SITE_MEMOS_H

#include "base/buffer.h"
#include "site/front_matter.h"

#include <stdint.h>

struct memo {
    uint64_t stamp;              /* 0: of no version any more */
    enum front_matter_kind kind; /* of HEADER; without one NONE */
    struct slice header;
    size_t body_at; /* these as in struct head */
    unsigned body_line;
    bool is_plain; /* a page that is made of its text as that stands: with nothing spliced in, refused or suspected */
    uint64_t digest[2];  /* of all its bytes, if IS_PLAIN */
    struct slice places; /* where the page's replies lie in the image of BASE, as the builder writes it; or empty */
    bool is_current;     /* the next build will find it, too */
};

/* What a build tells about itself, so that the next one can see what its memos are worth. */
struct memos_base {
    uint64_t site[2]; /* a digest of what all pages share */
    uint64_t image;   /* image_checksum() */
};

struct memos;

/*
 * The memos of a site whose headers are of DIALECT. BEFORE, which is lent, is what memos_write has written for the last build, or
 * nothing; what of it is not whole, or about headers of another dialect, is as good as nothing.
 */
struct memos *memos_new(enum front_matter_dialect dialect, struct slice before);
void memos_free(struct memos *memos); /* NULL is fine */

/* What the last build has said of itself to memos_write; zeros if there was none. */
const struct memos_base *memos_base(const struct memos *memos);

/* The memo about the version STAMP, which the next build will find, too, or NULL. Lent; it may be changed. */
struct memo *memos_find(struct memos *memos, uint64_t stamp);

/* Adds a copy of MEMO, whose texts are lent as long as MEMOS; from now on it is found. Lent. */
struct memo *memos_add(struct memos *memos, const struct memo *memo);

/* Appends all that were found or added, and BASE. */
void memos_write(const struct memos *memos, const struct memos_base *base, struct buffer *out);

#endif
