/* tree.h - the regular files below a site's root, found without recursion and without leaving the root. */
#ifndef SITE_TREE_H
#define SITE_TREE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/finding.h"

struct tree;

struct tree_options {
    int root;
    const char *const *hidden; /* as site_options.hidden; may be NULL */
    void *context;
    /* Whether the folder PATH, relative to the root, is worth reading. */
    bool (*enters)(void *context, struct slice path);
    /* Told of each folder that cannot be read, with errno; NULL: nobody asks. */
    void (*loses)(void *context, struct slice path);
};

/*
 * Reads the tree; paths live in ARENA. Whatever is inside a hidden folder is left out under every name it has, hard and
 * symbolic links included. Links that leave the root are findings "outside-link"; a folder that holds itself is entered once.
 * At most 500,000 files; more is a finding "too-many-files". At most 100,000 folders, and 64 inside one another; what is left
 * out then is one finding "too-many-folders".
 */
struct tree *tree_read(const struct tree_options *options, struct arena *arena, struct findings *findings);
void tree_free(struct tree *tree);

/* Files in the order of their paths' bytes. */
size_t tree_count(const struct tree *tree);
struct slice tree_path(const struct tree *tree, size_t index);

/*
 * PATH, a file of the tree, as it is found without symbolic links, in ARENA; PATH itself if it cannot be looked at. Empty if
 * it is no regular file now, or one inside a hidden folder.
 */
struct slice tree_real_path(const struct tree *tree, int root, struct slice path, struct arena *arena);

/* The stamp (stamp.h) that a file had when the tree was read; 0 if there is none at PATH. */
uint64_t tree_stamp(const struct tree *tree, size_t index);
uint64_t tree_stamp_of(const struct tree *tree, struct slice path);

/* True if there is such a file. */
bool tree_has(const struct tree *tree, struct slice path);

#endif
