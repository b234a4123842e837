/* export_tree.h - a folder into which files are written whole or not at all, and only if they change. */
#ifndef COMMAND_EXPORT_TREE_H
#define COMMAND_EXPORT_TREE_H

#include "base/error.h"
#include "base/slice.h"

struct export_record;

struct export_tree {
    int root;                       /* descriptor of the folder */
    size_t files, written, removed; /* all of them, those that were not there like that, and those no longer wanted */
    struct export_record *record;   /* which files are ours; NULL for a folder of others */
};

/* Opens FOLDER, made if need be with the one it lies in, where its record is kept. False with one line. */
bool export_tree_open(struct export_tree *tree, const char *folder, struct error *error)
    __attribute__((warn_unused_result));

/*
 * Ends an export: writes the record down, and before that, if REMOVES, removes the files of earlier exports that were not
 * written this time and that nobody has touched since. False with one line.
 */
bool export_tree_finish(struct export_tree *tree, const char *folder, bool removes, struct error *error)
    __attribute__((warn_unused_result));

/* Closes the folder. */
void export_tree_close(struct export_tree *tree);

/*
 * Makes PATH, below the folder and never outside, a file that holds CONTENT, or all that the regular file SOURCE holds. A
 * reader sees the old file or the new one. False with one line.
 */
bool export_tree_write(struct export_tree *tree, struct slice path, struct slice content, struct error *error)
    __attribute__((warn_unused_result));
bool export_tree_copy(struct export_tree *tree, struct slice path, int source, struct error *error)
    __attribute__((warn_unused_result));

#endif
