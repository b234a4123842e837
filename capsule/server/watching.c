/* watching.c - a watch per folder. */
#include "server/watching.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/watch.h"

struct folder {
    struct watching *watching;
    char *path;
    struct watch *watch; /* NULL: it cannot be watched */
    bool has_changed;    /* since the last reading began */
    bool is_read;        /* had changed before, and what was read is not served yet */
    bool is_wanted;      /* by the edition that is being set */
};

struct watching {
    struct event_base *base;
    void (*on_change)(void *context);
    void *context;
    struct folder **folders; /* each stays where it is as long as its watch lives */
    size_t count, capacity;
};

static void
on_folder_change(void *context)
{
    struct folder *folder = context;

    folder->has_changed = true;
    folder->watching->on_change(folder->watching->context);
}

static void
folder_free(struct folder *folder)
{
    watch_free(folder->watch);
    free(folder->path);
    free(folder);
}

static struct folder *
find(const struct watching *watching, const char *path)
{
    for (size_t i = 0; i < watching->count; i++)
        if (strcmp(watching->folders[i]->path, path) == 0)
            return watching->folders[i];
    return NULL;
}

/* Not to be able to watch is no reason not to serve. */
static void
want(struct watching *watching, const char *path)
{
    struct folder *folder = find(watching, path);
    struct error error;

    if (folder == NULL) {
        folder = memory_new(sizeof *folder);
        folder->watching = watching;
        folder->path = slice_copy(slice_of(path));
        folder->watch = watch_new(watching->base, path, on_folder_change, folder, &error);
        if (folder->watch == NULL)
            log_line(LOG_WARNING, "%s", error.text);
        watching->folders =
            memory_grow(watching->folders, watching->count, &watching->capacity, sizeof *watching->folders);
        watching->folders[watching->count++] = folder;
    }
    folder->is_wanted = true;
}

static bool
is_covered(const struct watching *watching, const char *path)
{
    for (size_t i = 0; i < watching->count; i++)
        if (watching->folders[i]->is_wanted && watch_covers(watching->folders[i]->watch, path))
            return true;
    return false;
}

static void
drop_unwanted(struct watching *watching)
{
    size_t kept = 0;

    for (size_t i = 0; i < watching->count; i++)
        if (watching->folders[i]->is_wanted)
            watching->folders[kept++] = watching->folders[i];
        else
            folder_free(watching->folders[i]);
    watching->count = kept;
}

void
watching_set(struct watching *watching, const struct edition *edition, const char *certs)
{
    for (size_t i = 0; i < watching->count; i++)
        watching->folders[i]->is_wanted = false;
    if (!edition->is_image)
        want(watching, edition->site);
    for (size_t i = 0; i < edition->further_count; i++)
        if (!edition->further[i]->is_image)
            want(watching, edition->further[i]->site);
    if (edition->has_certificate && !is_covered(watching, certs))
        want(watching, certs);
    drop_unwanted(watching);
}

bool
watching_is_due(struct watching *watching)
{
    for (size_t i = 0; i < watching->count; i++)
        if (watch_is_due(watching->folders[i]->watch))
            return true;
    return false;
}

bool
watching_has_changed(const struct watching *watching, const char *site)
{
    const struct folder *folder = find(watching, site);

    return folder == NULL || folder->watch == NULL || folder->has_changed || folder->is_read ||
           watch_is_due(folder->watch);
}

void
watching_begin_reading(struct watching *watching)
{
    for (size_t i = 0; i < watching->count; i++) {
        struct folder *folder = watching->folders[i];

        folder->is_read = folder->is_read || folder->has_changed;
        folder->has_changed = false;
    }
}

void
watching_end_reading(struct watching *watching)
{
    for (size_t i = 0; i < watching->count; i++)
        watching->folders[i]->is_read = false;
}

struct watching *
watching_new(struct event_base *base, void (*on_change)(void *context), void *context)
{
    struct watching *watching = memory_new(sizeof *watching);

    watching->base = base;
    watching->on_change = on_change;
    watching->context = context;
    return watching;
}

void
watching_free(struct watching *watching)
{
    if (watching == NULL)
        return;
    for (size_t i = 0; i < watching->count; i++)
        folder_free(watching->folders[i]);
    free(watching->folders);
    free(watching);
}
