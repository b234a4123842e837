/* export_tree.c - temporary file and rename, in the folder of the file itself. */
#include "command/export_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "command/export_record.h"
#include "server/file.h"
#include "site/beneath.h"

#define TEMPORARY    ".capsule-temporary"
#define RECORD_LIMIT ((size_t)64 << 20)

/* A folder that is there already is fine. */
static void
make_with_parent(const char *folder)
{
    const char *slash = strrchr(folder, '/');
    char *parent = slice_copy(slice_make(folder, slash != NULL ? (size_t)(slash - folder) : 0));

    mkdir(parent, 0777);
    mkdir(folder, 0777);
    free(parent);
}

/* OUT/.capsule-gemini for OUT/gemini: beside the tree, since all that is in it is published. */
static char *
record_path(const char *folder)
{
    struct buffer path = { 0 };
    const char *slash = strrchr(folder, '/');
    size_t length = slash != NULL ? (size_t)(slash - folder) + 1 : 0;

    buffer_add(&path, slice_make(folder, length));
    buffer_format(&path, ".capsule-%s", folder + length);
    return buffer_take(&path);
}

/* A record that is not there or cannot be read owns nothing. */
static struct export_record *
read_record(const char *folder)
{
    struct buffer text = { 0 };
    char *path = record_path(folder);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    struct export_record *record;

    if (fd >= 0 && !beneath_read_all(fd, RECORD_LIMIT, &text))
        buffer_truncate(&text, 0);
    record = export_record_new(buffer_slice(&text));
    if (fd >= 0)
        close(fd);
    buffer_clear(&text);
    free(path);
    return record;
}

bool
export_tree_open(struct export_tree *tree, const char *folder, struct error *error)
{
    make_with_parent(folder);
    *tree = (struct export_tree){ .root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
    if (tree->root < 0)
        return error_set(error, "cannot write to the folder %s: %s", folder, strerror(errno));
    tree->record = read_record(folder);
    return true;
}

void
export_tree_close(struct export_tree *tree)
{
    if (tree->root >= 0)
        close(tree->root);
    export_record_free(tree->record);
    *tree = (struct export_tree){ .root = -1 };
}

/* --- Folders --- */

static struct slice
folder_of(struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');

    return slash == SLICE_NONE ? slice_make("", 0) : slice_range(path, 0, slash);
}

static bool
make_folder(int root, struct slice folder)
{
    int parent = beneath_open(root, folder_of(folder), O_RDONLY | O_DIRECTORY);
    size_t slash = slice_find_last_byte(folder, '/');
    char *name = slice_copy(slash == SLICE_NONE ? folder : slice_from(folder, slash + 1));
    bool made = parent >= 0 && (mkdirat(parent, name, 0777) == 0 || errno == EEXIST);
    int saved = errno;

    free(name);
    if (parent >= 0)
        close(parent);
    errno = saved;
    return made;
}

/* A descriptor of the folder that PATH lies in, with all folders on the way made. */
static int
open_folder(int root, struct slice path)
{
    struct slice folder = folder_of(path);
    int fd = beneath_open(root, folder, O_RDONLY | O_DIRECTORY);

    if (fd >= 0 || errno != ENOENT)
        return fd;
    for (size_t i = 0; i <= folder.length; i++)
        if ((i == folder.length || folder.bytes[i] == '/') && !make_folder(root, slice_range(folder, 0, i)))
            return -1;
    return beneath_open(root, folder, O_RDONLY | O_DIRECTORY);
}

/* --- Comparing --- */

/* What is to be in the file: CONTENT, or what the descriptor SOURCE reads. */
struct content {
    struct slice bytes;
    int source; /* -1: BYTES */
};

static bool
same_bytes(int fd, struct slice bytes)
{
    struct stat status;
    char block[16384];

    if (fstat(fd, &status) != 0 || status.st_size != (off_t)bytes.length)
        return false;
    while (bytes.length > 0) {
        ssize_t got = read(fd, block, sizeof block);

        if (got <= 0 || (size_t)got > bytes.length || memcmp(block, bytes.bytes, (size_t)got) != 0)
            return false;
        bytes = slice_from(bytes, (size_t)got);
    }
    return true;
}

static bool
same_content(int fd, const struct content *content)
{
    struct stat status;

    if (content->source < 0)
        return same_bytes(fd, content->bytes);
    return (fstat(content->source, &status) == 0 && status.st_size == 0) ? same_bytes(fd, slice_make("", 0))
                                                                         : file_same(fd, content->source);
}

static bool
is_there(int folder, const char *name, const struct content *content)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    bool there;

    if (fd < 0)
        return false;
    there = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && same_content(fd, content);
    close(fd);
    return there;
}

/* --- Writing --- */

static bool
fill(int fd, const struct content *content)
{
    off_t at = 0;
    ssize_t copied;

    if (content->source < 0)
        return file_write(fd, content->bytes);
    do
        copied = sendfile(fd, content->source, &at, (size_t)1 << 30);
    while (copied > 0 || (copied < 0 && errno == EINTR));
    return copied == 0;
}

/* Two exports into one folder at a time must not share a file, so that the name holds the process's number. */
static bool
replace(int folder, const char *name, const struct content *content)
{
    char temporary[64];
    bool done;
    int fd, saved;

    snprintf(temporary, sizeof temporary, TEMPORARY "-%ld", (long)getpid());
    unlinkat(folder, temporary, 0);
    fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    done = fill(fd, content);
    saved = errno;
    close(fd);
    if (done) {
        done = renameat(folder, temporary, folder, name) == 0;
        saved = errno;
    }
    if (!done)
        unlinkat(folder, temporary, 0);
    errno = saved;
    return done;
}

static void
note(struct export_tree *tree, struct slice path, int folder, const char *name, bool written)
{
    struct stat status;

    tree->files++;
    tree->written += written;
    if (tree->record != NULL && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
        export_record_note(tree->record, path, &status, written);
}

static bool
put(struct export_tree *tree, struct slice path, const struct content *content, struct error *error)
{
    int folder = open_folder(tree->root, path);
    size_t slash = slice_find_last_byte(path, '/');
    char *name = slice_copy(slash == SLICE_NONE ? path : slice_from(path, slash + 1));
    int saved = errno;
    bool there = folder >= 0 && is_there(folder, name, content);
    bool done;

    errno = saved;
    done = there || (folder >= 0 && replace(folder, name, content));
    if (!done)
        error_set(error, "cannot write %.*s: %s", (int)path.length, path.bytes, strerror(errno));
    else
        note(tree, path, folder, name, !there);
    free(name);
    if (folder >= 0)
        close(folder);
    return done;
}

bool
export_tree_write(struct export_tree *tree, struct slice path, struct slice content, struct error *error)
{
    return put(tree, path, &(struct content){ content, -1 }, error);
}

bool
export_tree_copy(struct export_tree *tree, struct slice path, int source, struct error *error)
{
    return put(tree, path, &(struct content){ .source = source }, error);
}

/* --- Removing --- */

static struct slice
name_of(struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');

    return slash == SLICE_NONE ? path : slice_from(path, slash + 1);
}

/* Folders that this has emptied go, too; the first one that is not empty ends it. */
static void
remove_empty_folders(int root, struct slice folder)
{
    bool removed = true;

    while (removed && folder.length > 0) {
        int parent = beneath_open(root, folder_of(folder), O_RDONLY | O_DIRECTORY);
        char *name = slice_copy(name_of(folder));

        removed = parent >= 0 && unlinkat(parent, name, AT_REMOVEDIR) == 0;
        free(name);
        if (parent >= 0)
            close(parent);
        folder = folder_of(folder);
    }
}

/* A file that somebody else has written meanwhile stays, and is no longer ours. */
static bool
remove_stale(void *context, const char *path)
{
    struct export_tree *tree = context;
    struct slice whole = slice_of(path);
    int folder = beneath_open(tree->root, folder_of(whole), O_RDONLY | O_DIRECTORY);
    const char *name = name_of(whole).bytes;
    struct stat status;
    bool ours, removed;

    if (folder < 0)
        return errno == ENOENT;
    ours = fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
           export_record_owns(tree->record, whole, &status);
    removed = ours && unlinkat(folder, name, 0) == 0;
    close(folder);
    tree->removed += removed;
    if (removed)
        remove_empty_folders(tree->root, folder_of(whole));
    return removed || !ours;
}

bool
export_tree_finish(struct export_tree *tree, const char *folder, bool removes, struct error *error)
{
    struct buffer text = { 0 };
    char *path = record_path(folder), *parent = slice_copy(folder_of(slice_of(path)));
    struct export_tree beside = { .root = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
    bool done;

    if (removes)
        export_record_stale(tree->record, remove_stale, tree);
    export_record_write(tree->record, &text);
    done = export_tree_write(&beside, name_of(slice_of(path)), buffer_slice(&text), error);
    export_tree_close(&beside);
    buffer_clear(&text);
    free(parent);
    free(path);
    return done;
}
