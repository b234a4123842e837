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
    uint64_t digest[2]; /* of all its bytes, if IS_PLAIN */
    bool is_current;    /* the next build will find it, too */
};

struct memos;

/*
 * The memos of a site whose headers are of DIALECT. BEFORE, which is lent, is what memos_write has written for the last build, or
 * nothing; what of it is not whole, or about headers of another dialect, is as good as nothing.
 */
struct memos *memos_new(enum front_matter_dialect dialect, struct slice before);
void memos_free(struct memos *memos); /* NULL is fine */

/* The two numbers that memos_write was given by the last build; zeros if there was none. */
const uint64_t *memos_site(const struct memos *memos);

/* The memo about the version STAMP, which the next build will find, too, or NULL. Lent; it may be changed. */
struct memo *memos_find(struct memos *memos, uint64_t stamp);

/* Adds a copy of MEMO, whose header is lent as long as MEMOS; from now on it is found. Lent. */
struct memo *memos_add(struct memos *memos, const struct memo *memo);

/* Appends all that were found or added, and SITE. */
void memos_write(const struct memos *memos, const uint64_t site[2], struct buffer *out);

#endif
