/*
 * watch.c - the source tree under inotify.
 *
 * A folder is watched before it is read, so that nothing falls between the two; what is then seen twice costs nothing,
 * since changes are only counted as "some". When the kernel's queue overflows, or the site's own folder is another one
 * than before, the whole tree is read anew.
 */
#include "server/watch.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"

#define QUIET_MILLISECONDS  100 /* an editor writes, renames and sets rights within one such pause */
#define CLOSED_MILLISECONDS 20  /* one file alone, put in its place or closed after writing: hardly more is to come */
#define BURST_MILLISECONDS  400 /* a site that changes without end is shown this often */
#define FOLDER_LIMIT        16384
#define READ_BYTES          16384

#define TREE_EVENTS                                                                                                    \
    (IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF |   \
     IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)
#define PARENT_EVENTS (IN_CREATE | IN_MOVED_TO | IN_ONLYDIR)

struct folder {
    int number; /* inotify's */
    char *path; /* owned */
};

/* What has changed since the last report. */
struct burst {
    int folder; /* inotify's number; 0: nothing yet */
    char name[NAME_MAX + 1];
    bool is_several; /* files */
    bool is_closed;  /* by what came last */
};

struct watch {
    int fd;
    int root, parent;  /* watch numbers of the site and of the folder that it is in */
    char *site, *name; /* owned: the path as given, and its last segment */
    struct folder *folders;
    size_t count, capacity;
    struct event *readable, *due;
    struct timeval first; /* of the burst under way */
    struct burst burst;
    bool stale; /* the tree must be read anew */
    void (*on_change)(void *context);
    void *context;
};

static bool
is_ignored(struct slice name)
{
    return slice_starts(name, ".") || slice_ends(name, "~") || (slice_starts(name, "#") && slice_ends(name, "#")) ||
           slice_is(name, "_site") || slice_is(name, "node_modules");
}

/* --- Folders --- */

static struct folder *
folder_find(const struct watch *watch, int number)
{
    for (size_t i = 0; i < watch->count; i++)
        if (watch->folders[i].number == number)
            return &watch->folders[i];
    return NULL;
}

static void
folder_forget(struct watch *watch, int number)
{
    struct folder *folder = folder_find(watch, number);

    if (folder == NULL)
        return;
    free(folder->path);
    *folder = watch->folders[--watch->count];
}

/* Takes PATH. A folder that was moved keeps its number and gets its new path. */
static void
folder_remember(struct watch *watch, int number, char *path)
{
    struct folder *folder = folder_find(watch, number);

    if (folder != NULL) {
        free(folder->path);
        folder->path = path;
        return;
    }
    watch->folders = memory_grow(watch->folders, watch->count, &watch->capacity, sizeof *watch->folders);
    watch->folders[watch->count++] = (struct folder){ number, path };
}

static char *
path_join(const char *folder, const char *name)
{
    struct buffer path = { 0 };

    buffer_format(&path, "%s/%s", folder, name);
    return buffer_take(&path);
}

struct paths {
    char **items; /* each owned until it is taken */
    size_t count, capacity;
};

static void
paths_add(struct paths *paths, char *path)
{
    paths->items = memory_grow(paths->items, paths->count, &paths->capacity, sizeof *paths->items);
    paths->items[paths->count++] = path;
}

static void
add_folders_in(const char *path, struct paths *todo)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    if (folder == NULL)
        return;
    while ((entry = readdir(folder)) != NULL)
        if ((entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN) && !is_ignored(slice_of(entry->d_name)))
            paths_add(todo, path_join(path, entry->d_name));
    closedir(folder);
}

/* Watches the folder PATH, which it takes, and what is below it. The number of PATH itself, or -1 and errno. */
static int
watch_tree(struct watch *watch, char *path)
{
    struct paths todo = { 0 };
    int top = -1, top_errno = 0;

    for (paths_add(&todo, path); todo.count > 0;) {
        char *next = todo.items[--todo.count];
        int number = watch->count < FOLDER_LIMIT ? inotify_add_watch(watch->fd, next, TREE_EVENTS) : -1;

        if (next == path) {
            top = number;
            top_errno = errno;
        }
        if (number < 0) {
            free(next);
            continue;
        }
        add_folders_in(next, &todo);
        folder_remember(watch, number, next);
    }
    free(todo.items);
    errno = top_errno;
    return top;
}

static void
forget_all(struct watch *watch)
{
    for (size_t i = 0; i < watch->count; i++) {
        inotify_rm_watch(watch->fd, watch->folders[i].number);
        free(watch->folders[i].path);
    }
    watch->count = 0;
}

static void
read_anew(struct watch *watch)
{
    forget_all(watch);
    watch->stale = false;
    watch->root = watch_tree(watch, slice_copy(slice_of(watch->site)));
}

/* --- Changes --- */

static long
milliseconds_between(const struct timeval *from, const struct timeval *to)
{
    return (to->tv_sec - from->tv_sec) * 1000 + (to->tv_usec - from->tv_usec) / 1000;
}

static void
burst_add(struct burst *burst, const struct inotify_event *event, struct slice name)
{
    if (burst->folder == 0) {
        burst->folder = event->wd;
        snprintf(burst->name, sizeof burst->name, "%.*s", (int)name.length, name.bytes);
    }
    burst->is_several |= event->wd != burst->folder || !slice_is(name, burst->name) || (event->mask & IN_ISDIR);
    burst->is_closed = (event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0;
}

static void
note_change(struct watch *watch)
{
    long left, quiet = watch->burst.is_closed && !watch->burst.is_several ? CLOSED_MILLISECONDS : QUIET_MILLISECONDS;
    struct timeval now, wait;

    event_base_gettimeofday_cached(event_get_base(watch->due), &now);
    if (!event_pending(watch->due, EV_TIMEOUT, NULL))
        watch->first = now;
    left = BURST_MILLISECONDS - milliseconds_between(&watch->first, &now);
    if (left > quiet)
        left = quiet;
    if (left < 0)
        left = 0;
    wait = (struct timeval){ 0, left * 1000 };
    event_add(watch->due, &wait);
}

static void
on_due(evutil_socket_t fd, short what, void *argument)
{
    struct watch *watch = argument;

    (void)fd, (void)what;
    watch->burst = (struct burst){ 0 };
    if (watch->stale)
        read_anew(watch);
    watch->on_change(watch->context);
}

/* True if the event says that the source may have changed. */
static bool
take_event(struct watch *watch, const struct inotify_event *event)
{
    struct slice name = slice_of(event->len > 0 ? event->name : "");
    const struct folder *folder;

    if (event->mask & IN_Q_OVERFLOW)
        return watch->stale = true;
    if (event->mask & IN_IGNORED) {
        folder_forget(watch, event->wd);
        return false;
    }
    if (event->wd == watch->parent && slice_is(name, watch->name))
        return watch->stale = true;
    folder = folder_find(watch, event->wd);
    if (folder == NULL || is_ignored(name))
        return false;
    if ((event->mask & IN_ISDIR) && (event->mask & (IN_CREATE | IN_MOVED_TO)))
        watch_tree(watch, path_join(folder->path, event->name));
    burst_add(&watch->burst, event, name);
    return true;
}

static bool
take_events(struct watch *watch, const char *bytes, size_t length)
{
    bool changed = false;

    for (size_t at = 0; at < length;) {
        const struct inotify_event *event = (const void *)(bytes + at);

        changed |= take_event(watch, event);
        at += sizeof *event + event->len;
    }
    return changed;
}

static void
on_readable(evutil_socket_t fd, short what, void *argument)
{
    char bytes[READ_BYTES] __attribute__((aligned(__alignof__(struct inotify_event))));
    struct watch *watch = argument;
    ssize_t got = read(fd, bytes, sizeof bytes);

    (void)what;
    if (got > 0 && take_events(watch, bytes, (size_t)got))
        note_change(watch);
}

/* --- Its life --- */

/* The folder that the site's name stands in; a link there may be moved on to another tree. */
static void
watch_parent(struct watch *watch)
{
    char path[PATH_MAX];
    char *slash;

    snprintf(path, sizeof path, "%s", watch->site);
    while ((slash = strrchr(path, '/')) != NULL && slash != path && slash[1] == '\0')
        *slash = '\0';
    slash = strrchr(path, '/');
    watch->name = slice_copy(slice_of(slash != NULL ? slash + 1 : path));
    if (slice_is(slice_of(watch->name), ".") || slice_is(slice_of(watch->name), "..") || watch->name[0] == '\0')
        return; /* a current folder cannot be replaced under its own name */
    if (slash != NULL)
        slash[slash == path ? 1 : 0] = '\0';
    watch->parent = inotify_add_watch(watch->fd, slash != NULL ? path : ".", PARENT_EVENTS);
}

struct watch *
watch_new(struct event_base *base, const char *site, void (*on_change)(void *context), void *context,
          struct error *error)
{
    struct watch *watch = memory_new(sizeof *watch);

    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    watch->parent = -1;
    watch->site = slice_copy(slice_of(site));
    watch->on_change = on_change;
    watch->context = context;
    watch->readable = event_new(base, watch->fd, EV_READ | EV_PERSIST, on_readable, watch);
    watch->due = event_new(base, -1, 0, on_due, watch);
    watch->root = watch->fd < 0 ? -1 : watch_tree(watch, slice_copy(slice_of(site)));
    if (watch->root < 0) {
        error_set(error, "cannot watch %s: %s; after an edit, send SIGHUP", site, strerror(errno));
        watch_free(watch);
        return NULL;
    }
    watch_parent(watch);
    event_add(watch->readable, NULL);
    return watch;
}

bool
watch_is_due(struct watch *watch)
{
    if (watch == NULL)
        return false;
    on_readable(watch->fd, EV_READ, watch); /* what the loop has not come to yet */
    return event_pending(watch->due, EV_TIMEOUT, NULL) != 0;
}

bool
watch_covers(const struct watch *watch, const char *folder)
{
    struct stat wanted, status;

    if (watch == NULL || stat(folder, &wanted) != 0)
        return false;
    for (size_t i = 0; i < watch->count; i++)
        if (stat(watch->folders[i].path, &status) == 0 && status.st_dev == wanted.st_dev &&
            status.st_ino == wanted.st_ino)
            return true;
    return false;
}

void
watch_free(struct watch *watch)
{
    if (watch == NULL)
        return;
    if (watch->readable != NULL)
        event_free(watch->readable);
    if (watch->due != NULL)
        event_free(watch->due);
    forget_all(watch);
    if (watch->fd >= 0)
        close(watch->fd);
    free(watch->folders);
    free(watch->site);
    free(watch->name);
    free(watch);
}
