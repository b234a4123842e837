/*
 * tree.c - the regular files below a site's root.
 *
 * Folders wait on a stack. Each knows the folder it was found in, so that a symbolic link to a folder above itself is
 * seen and not entered again. Hidden folders are read first: the inodes found there are left out everywhere.
 */
#include "site/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/map.h"
#include "base/memory.h"
#include "site/beneath.h"
#include "site/stamp.h"

enum { MOST_FILES = 500000, MOST_FOLDERS = 100000, MOST_DEPTH = 64 };

struct folder {
    struct slice path;
    size_t parent; /* SLICE_NONE for the root */
    size_t depth;
    dev_t device;
    ino_t inode;
};

/* PATH comes first: searches compare it alone. */
struct file {
    struct slice path;
    uint64_t stamp;
};

struct tree {
    struct arena *arena;
    struct findings *findings;
    const struct tree_options *options;
    struct folder *folders;
    size_t folder_count, folder_capacity;
    struct file *files;
    size_t file_count, file_capacity;
    struct map *hidden; /* device and inode -> anything */
    bool hiding;        /* reading hidden folders: everything found is noted there */
    bool cut;           /* a folder was left out, and that was said */
};

/* A file under all its names: what the map of hidden ones is keyed by. */
struct identity {
    unsigned long device, inode;
};

static bool
is_hidden(const struct tree *tree, const struct stat *status)
{
    struct identity identity = { (unsigned long)status->st_dev, (unsigned long)status->st_ino };

    return map_find(tree->hidden, slice_make((const char *)&identity, sizeof(identity))) != NULL;
}

static void
hide(struct tree *tree, const struct stat *status)
{
    struct identity identity = { (unsigned long)status->st_dev, (unsigned long)status->st_ino };

    map_put(tree->hidden, slice_make((const char *)&identity, sizeof(identity)), tree);
}

static bool
holds_itself(const struct tree *tree, size_t parent, const struct stat *status)
{
    for (size_t at = parent; at != SLICE_NONE; at = tree->folders[at].parent)
        if (tree->folders[at].device == status->st_dev && tree->folders[at].inode == status->st_ino)
            return true;
    return false;
}

/* Said once: a tree with one such folder may have very many. */
static void
leave_out(struct tree *tree, struct slice path, const char *what, int most)
{
    if (!tree->cut && !tree->hiding)
        findings_add(tree->findings, FINDING_ERROR, "too-many-folders", path.bytes, 0, 0,
                     "more than %d folders%s; this one and others like it are not published", most, what);
    tree->cut = !tree->hiding;
}

static void
add_folder(struct tree *tree, struct slice path, size_t parent, const struct stat *status)
{
    size_t depth = parent == SLICE_NONE ? 0 : tree->folders[parent].depth + 1;

    if (holds_itself(tree, parent, status))
        return;
    if (depth > MOST_DEPTH) {
        leave_out(tree, path, " inside one another", MOST_DEPTH);
        return;
    }
    if (tree->folder_count >= MOST_FOLDERS) {
        leave_out(tree, path, "", MOST_FOLDERS);
        return;
    }
    tree->folders = memory_grow(tree->folders, tree->folder_count, &tree->folder_capacity, sizeof(*tree->folders));
    tree->folders[tree->folder_count++] = (struct folder){ path, parent, depth, status->st_dev, status->st_ino };
}

static void
add_file(struct tree *tree, struct slice path, const struct stat *status)
{
    if (tree->file_count == MOST_FILES) {
        findings_add(tree->findings, FINDING_ERROR, "too-many-files", path.bytes, 0, 0,
                     "more than %d files; this one and later ones are not published", MOST_FILES);
    } else if (tree->file_count < MOST_FILES) {
        tree->files = memory_grow(tree->files, tree->file_count, &tree->file_capacity, sizeof(*tree->files));
        tree->files[tree->file_count] = (struct file){ path, stamp_of(path, status) };
    }
    tree->file_count++;
}

/* What PATH really is, a symbolic link followed beneath the root only. */
static bool
look_at(struct tree *tree, struct slice path, struct stat *status)
{
    int fd = beneath_open(tree->options->root, path, O_PATH);
    bool seen = fd >= 0 && fstat(fd, status) == 0;

    if (fd >= 0)
        close(fd);
    else if (errno == EXDEV || errno == ELOOP)
        findings_add(tree->findings, FINDING_WARNING, "outside-link", path.bytes, 0, 0,
                     "a symbolic link that leads out of the site is not followed");
    return seen;
}

/* The same for NAME in the open folder STREAM: what is no link needs no path to be looked up. */
static bool
look_at_name(struct tree *tree, DIR *stream, const char *name, struct slice path, struct stat *status)
{
    if (fstatat(dirfd(stream), name, status, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISLNK(status->st_mode))
        return true;
    return look_at(tree, path, status);
}

static void
take_name(struct tree *tree, size_t folder, DIR *stream, struct slice name)
{
    struct slice base = tree->folders[folder].path, path;
    struct stat status;

    path = arena_format(tree->arena, "%.*s%s%.*s", (int)base.length, base.length > 0 ? base.bytes : "",
                        base.length > 0 ? "/" : "", (int)name.length, name.bytes);
    if (!look_at_name(tree, stream, name.bytes, path, &status))
        return;
    if (tree->hiding)
        hide(tree, &status);
    else if (is_hidden(tree, &status))
        return;
    if (S_ISREG(status.st_mode) && !tree->hiding)
        add_file(tree, path, &status);
    if (S_ISDIR(status.st_mode) && (tree->hiding || tree->options->enters(tree->options->context, path)))
        add_folder(tree, path, folder, &status);
}

static void
read_folder(struct tree *tree, size_t folder)
{
    int fd = beneath_open(tree->options->root, tree->folders[folder].path, O_RDONLY | O_DIRECTORY);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *item;

    if (stream == NULL) {
        if (!tree->hiding && errno != ENOENT && tree->options->loses != NULL)
            tree->options->loses(tree->options->context, tree->folders[folder].path);
        if (fd >= 0)
            close(fd);
        return;
    }
    while ((item = readdir(stream)) != NULL) {
        struct slice name = slice_of(item->d_name);

        if (!slice_is(name, ".") && !slice_is(name, ".."))
            take_name(tree, folder, stream, name);
    }
    closedir(stream);
}

/* Reads everything below PATH, which to be hidden may be a file, too. The folders stay in the array, since those found later point to them. */
static void
walk(struct tree *tree, struct slice path)
{
    struct stat status;

    tree->folder_count = 0;
    if (!look_at(tree, path, &status))
        return;
    if (tree->hiding)
        hide(tree, &status);
    if (!S_ISDIR(status.st_mode))
        return;
    add_folder(tree, path, SLICE_NONE, &status);
    for (size_t i = 0; i < tree->folder_count; i++)
        read_folder(tree, i);
}

static int
compare_paths(const void *one, const void *other)
{
    return slice_compare(*(const struct slice *)one, *(const struct slice *)other);
}

struct tree *
tree_read(const struct tree_options *options, struct arena *arena, struct findings *findings)
{
    struct tree *tree = memory_new(sizeof(*tree));

    tree->arena = arena;
    tree->findings = findings;
    tree->options = options;
    tree->hidden = map_new();
    tree->hiding = true;
    for (size_t i = 0; options->hidden != NULL && options->hidden[i] != NULL; i++)
        walk(tree, arena_copy(arena, slice_of(options->hidden[i])));
    tree->hiding = false;
    walk(tree, slice_make("", 0));
    if (tree->file_count > MOST_FILES)
        tree->file_count = MOST_FILES;
    if (tree->file_count > 0)
        qsort(tree->files, tree->file_count, sizeof(*tree->files), compare_paths);
    tree->options = NULL;
    return tree;
}

void
tree_free(struct tree *tree)
{
    if (tree == NULL)
        return;
    map_free(tree->hidden);
    free(tree->folders);
    free(tree->files);
    free(tree);
}

size_t
tree_count(const struct tree *tree)
{
    return tree->file_count;
}

struct slice
tree_path(const struct tree *tree, size_t index)
{
    return tree->files[index].path;
}

struct slice
tree_real_path(const struct tree *tree, int root, struct slice path, struct arena *arena)
{
    int fd = beneath_open(root, path, O_PATH);
    struct slice real = { 0 };
    struct stat status;

    if (fd < 0)
        return path;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && !is_hidden(tree, &status))
        real = beneath_real_path(root, fd, arena);
    close(fd);
    return real;
}

uint64_t
tree_stamp(const struct tree *tree, size_t index)
{
    return tree->files[index].stamp;
}

/* The file PATH, or NULL. */
static const struct file *
find_file(const struct tree *tree, struct slice path)
{
    if (tree->file_count == 0)
        return NULL;
    return bsearch(&path, tree->files, tree->file_count, sizeof(*tree->files), compare_paths);
}

uint64_t
tree_stamp_of(const struct tree *tree, struct slice path)
{
    const struct file *file = find_file(tree, path);

    return file != NULL ? file->stamp : 0;
}

bool
tree_has(const struct tree *tree, struct slice path)
{
    return find_file(tree, path) != NULL;
}
