/* fence.c - all of a folder but a few entries. */
#include "server/fence.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "server/file.h"

static const char key_ending[] = ".key";

/* --- What is kept --- */

static void
add_real(const char *path, struct text_list *kept)
{
    char real[PATH_MAX];

    if (file_real_path(path, real))
        text_list_add(kept, slice_of(real));
}

void
fence_list(const char *certs, struct text_list *kept)
{
    DIR *folder = opendir(certs);
    struct dirent *entry;
    char path[PATH_MAX];

    add_real(certs, kept);
    if (folder == NULL)
        return;
    while ((entry = readdir(folder)) != NULL)
        if (slice_ends(slice_of(entry->d_name), key_ending) &&
            snprintf(path, sizeof path, "%s/%s", certs, entry->d_name) < (int)sizeof path)
            add_real(path, kept);
    closedir(folder);
}

static bool
is_same(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* What PATH, which is absolute, is called below the folder ROOT; NULL if it lies elsewhere. By file, since ROOT may have several names. */
static const char *
name_below(const struct stat *root, const char *path)
{
    struct stat status;

    for (const char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        char *folder = slice_copy(slice_make(path, (size_t)(slash - path)));
        bool found = stat(folder, &status) == 0 && is_same(root, &status);

        free(folder);
        if (found)
            return slash + 1;
    }
    return NULL;
}

/* --- Around it --- */

struct walk {
    int root;
    struct text_list kept;    /* relative to the root */
    struct text_list folders; /* to be gone through: in each is something of it */
    bool (*visit)(void *context, int fd, bool whole);
    void *context;
};

static bool
is_kept(const struct walk *walk, struct slice path)
{
    for (size_t i = 0; i < walk->kept.count; i++)
        if (slice_is(path, walk->kept.items[i]))
            return true;
    return false;
}

static bool
holds_kept(const struct walk *walk, struct slice path)
{
    for (size_t i = 0; i < walk->kept.count; i++) {
        struct slice kept = slice_of(walk->kept.items[i]);

        if (slice_equal(slice_range(kept, 0, path.length), path) && slice_starts(slice_from(kept, path.length), "/"))
            return true;
    }
    return false;
}

/* One that is neither a file nor a folder, or has gone meanwhile, is nothing to open. */
static bool
visit_whole(const struct walk *walk, int folder, const char *name)
{
    int fd = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    struct stat status;
    bool go_on = true;

    if (fd < 0)
        return true;
    if (fstat(fd, &status) == 0 && (S_ISDIR(status.st_mode) || S_ISREG(status.st_mode)))
        go_on = walk->visit(walk->context, fd, true);
    close(fd);
    return go_on;
}

static bool
visit_entry(struct walk *walk, int folder, const char *prefix, const char *name)
{
    struct buffer path = { 0 };
    bool go_on = true;

    buffer_format(&path, "%s%s%s", prefix, *prefix != '\0' ? "/" : "", name);
    if (!is_kept(walk, buffer_slice(&path))) {
        if (holds_kept(walk, buffer_slice(&path)))
            text_list_add(&walk->folders, buffer_slice(&path));
        else
            go_on = visit_whole(walk, folder, name);
    }
    buffer_clear(&path);
    return go_on;
}

static bool
visit_entries(struct walk *walk, DIR *folder, const char *prefix)
{
    struct dirent *entry;

    while ((entry = readdir(folder)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            !visit_entry(walk, dirfd(folder), prefix, entry->d_name))
            return false;
    return true;
}

static bool
visit_folder(struct walk *walk, const char *path)
{
    int fd = openat(walk->root, *path != '\0' ? path : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    bool go_on;

    if (folder == NULL) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    go_on = walk->visit(walk->context, fd, false) && visit_entries(walk, folder, path);
    closedir(folder);
    return go_on;
}

static bool
visit_around(struct walk *walk)
{
    text_list_add(&walk->folders, slice_of(""));
    for (size_t i = 0; i < walk->folders.count; i++)
        if (!visit_folder(walk, walk->folders.items[i]))
            return false;
    return true;
}

bool
fence_walk(int root, const struct text_list *kept, bool (*visit)(void *context, int fd, bool whole), void *context)
{
    struct walk walk = { .root = root, .visit = visit, .context = context };
    struct stat status;
    bool done;

    if (fstat(root, &status) != 0)
        return false;
    for (size_t i = 0; i < kept->count; i++) {
        const char *name = name_below(&status, kept->items[i]);

        if (name != NULL)
            text_list_add(&walk.kept, slice_of(name));
    }
    done = walk.kept.count > 0 ? visit_around(&walk) : visit(context, root, true);
    text_list_clear(&walk.kept);
    text_list_clear(&walk.folders);
    return done;
}

/* --- Comparing --- */

struct marking {
    uint64_t mark;
    bool is_fenced;
};

/*
 * Added up, since the order of entries says nothing. The number of a file that has gone may be another's soon, so the time
 * at which it was made counts, too; where it is not known, the time of its last change.
 */
static bool
mark_entry(void *context, int fd, bool whole)
{
    struct marking *marking = context;
    struct statx status;

    marking->is_fenced = marking->is_fenced || !whole;
    if (statx(fd, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME | STATX_CTIME, &status) == 0) {
        const struct statx_timestamp *time =
            (status.stx_mask & STATX_BTIME) != 0 ? &status.stx_btime : &status.stx_ctime;
        uint64_t file[] = { status.stx_dev_major, status.stx_dev_minor, status.stx_ino, (uint64_t)time->tv_sec,
                            time->tv_nsec };

        marking->mark += hash_bytes(slice_make((const char *)file, sizeof file), 0);
    }
    return true;
}

uint64_t
fence_mark(int root, const struct text_list *kept)
{
    struct marking marking = { 0, false };
    bool done = fence_walk(root, kept, mark_entry, &marking);

    return done && marking.is_fenced ? marking.mark | 1 : 0;
}
