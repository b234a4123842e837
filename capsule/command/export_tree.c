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
#include "server/file.h"
#include "site/beneath.h"

#define TEMPORARY ".capsule-temporary"

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

bool
export_tree_open(struct export_tree *tree, const char *folder, struct error *error)
{
    make_with_parent(folder);
    *tree = (struct export_tree){ .root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
    return tree->root >= 0 || error_set(error, "cannot write to the folder %s: %s", folder, strerror(errno));
}

void
export_tree_close(struct export_tree *tree)
{
    if (tree->root >= 0)
        close(tree->root);
    tree->root = -1;
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
    tree->files += done;
    tree->written += done && !there;
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
