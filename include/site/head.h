/* head.h - what stands at the top of a source file: its front matter, and where its text begins. */
#ifndef SITE_HEAD_H
#define SITE_HEAD_H

#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/finding.h"
#include "config/yaml.h"
#include "site/front_matter.h"
#include "site/memos.h"

/* Bytes of a file that are searched for the end of its front matter: enough for ten thousand old addresses. */
#define HEAD_LIMIT ((size_t)1 << 20)

struct head {
    bool begins;             /* the first line opens front matter */
    bool is_broken;          /* it cannot be read: META is NULL */
    const struct yaml *meta; /* NULL without front matter, or with a broken one */
    size_t body_at;          /* 0 without front matter, or with one that does not end */
    unsigned body_line;
    struct slice whole; /* the file, if it is short and was read; in the arena */
    struct memo *memo;  /* about it (memos.h); or NULL */
};

/*
 * Reads the head of PATH below ROOT, with a header of DIALECT; the tree of its front matter lives in ARENA. Broken YAML is a
 * finding "invalid-yaml", a header without end "open-front-matter": the head then has no meta (jekyll.md 3.1). What was read
 * whole and right is noted in MEMOS (NULL: nowhere). False and errno if it cannot be read.
 */
bool head_read(int root, struct slice path, enum front_matter_dialect dialect, struct arena *arena,
               struct findings *findings, struct memos *memos, struct head *head);

/* The head that MEMO is about. */
void head_recall(struct memo *memo, struct arena *arena, struct head *head);

/* The tree of a HEADER of KIND, as the readers of config/ make it; JSON is read as YAML, of which it is a part. */
const struct yaml *head_parse(enum front_matter_kind kind, struct slice header, struct arena *arena,
                              struct error *error);

/* `published: false`, or an empty one (1.5). */
bool head_hides(const struct yaml *meta);

/* The front matter's date in the site's ZONE; false if there is none, or one that is no date (2.2). */
bool head_date(const struct yaml *meta, struct slice zone, struct date *date);

/* The same for the value NODE. */
bool head_node_date(const struct yaml *node, struct slice zone, struct date *date);

/* A file name `YYYY-M-D-slug.ext`: its date and slug, else false. */
bool head_name_date(struct slice name, struct date *date, struct slice *slug);

#endif
