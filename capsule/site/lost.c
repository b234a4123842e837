/*
 * lost.c - what cannot be read now, though the running version may have it: a home on a server that does not answer, a
 * folder whose rights are wrong for a moment.
 */
#include <errno.h>
#include <string.h>

#include "base/uri.h"
#include "site/beneath.h"
#include "site/library.h"
#include "site/permalink.h"
#include "site/site_data.h"

void
site_lose(struct site *site, struct slice path, enum finding_severity severity)
{
    int number = errno;

    if (number == ENOENT)
        return;
    map_put(site->lost, path, site);
    if (number == EBUSY) {
        findings_add(site->findings, site->former_count > 0 ? FINDING_WARNING : severity, "being-written", path.bytes,
                     0, 0, "is being written; what is already published of it stays until then");
        return;
    }
    findings_add(site->findings, severity, "unreadable-file", path.bytes, 0, 0,
                 "cannot be read: %s; what is already published of it stays", strerror(number));
}

bool
site_read_file(struct site *site, struct slice path, size_t limit, struct buffer *out)
{
    bool fine = beneath_read(site->root, path, limit, out);

    if (!fine && errno == EBUSY)
        site->written = arena_copy(site->arena, path);
    return fine;
}

struct slice
site_written(const struct site *site)
{
    return site->written.length > 0 ? site->written : library_written(site->library);
}

bool
site_has_losses(const struct site *site)
{
    return map_count(site->lost) > 0;
}

bool
site_has_lost(const struct site *site, struct slice source)
{
    if (!site_has_losses(site))
        return false;
    for (size_t i = 0; i < source.length; i++)
        if (source.bytes[i] == '/' && map_find(site->lost, slice_range(source, 0, i)) != NULL)
            return true;
    return map_find(site->lost, source) != NULL;
}

static void
keep(struct site *site, const struct former *former)
{
    struct entry *entry = &site->kept[site->kept_count];
    struct buffer path = { 0 };

    if (map_find(site->keys, former->key) != NULL)
        return;
    permalink_encode(former->key, &path);
    *entry = (struct entry){
        .kind = former->is_file ? ENTRY_FILE : ENTRY_PAGE,
        .path = site_keep(site, &path),
        .key = arena_copy(site->arena, former->key),
        .source = arena_copy(site->arena, former->source),
    };
    site->kept_count++;
    map_put(site->keys, entry->key, entry);
    map_put(site->sources, entry->source, entry);
}

void
site_keep_lost(struct site *site)
{
    site->kept = arena_take(site->arena, (site->former_count + 1) * sizeof(*site->kept));
    for (size_t i = 0; i < site->former_count; i++)
        if (site_has_lost(site, site->formers[i].source))
            keep(site, &site->formers[i]);
}
