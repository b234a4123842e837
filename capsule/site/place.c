/* place.c - many files may want one path: who gets it. */
#include "site/place.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/uri.h"
#include "site/permalink.h"
#include "site/site_data.h"

/* `x/` is written to x/index.html, `x` to x.html. */
static struct slice
destination_of(struct site *site, struct slice key, struct slice output_ext)
{
    if (output_ext.length == 0)
        return key;
    if (slice_ends(key, "/"))
        return arena_format(site->arena, "%.*sindex%.*s", (int)key.length, key.bytes, (int)output_ext.length,
                            output_ext.bytes);
    if (slice_ends(key, output_ext.bytes))
        return key;
    return arena_format(site->arena, "%.*s%.*s", (int)key.length, key.bytes, (int)output_ext.length, output_ext.bytes);
}

void
place_add(struct site *site, struct placement *placement, struct entry *entry, enum place_rank rank, size_t collection,
          struct slice url, struct slice output_ext)
{
    struct buffer key = { 0 }, path = { 0 };

    uri_decode(url, &key);
    permalink_encode(buffer_slice(&key), &path);
    entry->key = site_keep(site, &key);
    entry->path = site_keep(site, &path);
    output_ext = arena_copy(site->arena, output_ext);
    placement->items = memory_grow(placement->items, placement->count, &placement->capacity, sizeof(*placement->items));
    placement->items[placement->count++] = (struct candidate){
        entry,
        rank,
        collection,
        destination_of(site, entry->key, output_ext),
    };
}

static struct slice
file_name(struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');

    return slash == SLICE_NONE ? path : slice_from(path, slash + 1);
}

static int
compare_dates(const struct entry *one, const struct entry *other)
{
    time_t first, second;

    if (!one->has_date || !other->has_date)
        return 0;
    first = date_seconds(&one->date);
    second = date_seconds(&other->date);
    return (first > second) - (first < second);
}

static int
compare_candidates(const void *left, const void *right)
{
    const struct candidate *one = left, *other = right;
    int order = (one->rank > other->rank) - (one->rank < other->rank);

    if (order == 0)
        order = (one->collection > other->collection) - (one->collection < other->collection);
    if (order == 0 && one->rank == PLACE_PAGE)
        order = slice_compare(file_name(one->entry->source), file_name(other->entry->source));
    if (order == 0)
        order = compare_dates(one->entry, other->entry);
    return order != 0 ? order : slice_compare(one->entry->source, other->entry->source);
}

static void
report_loser(struct site *site, const struct entry *loser, const struct entry *winner)
{
    if (!slice_equal(loser->source, winner->source))
        findings_add(site->findings, FINDING_WARNING, "duplicate-path", loser->source.bytes, 0, 0,
                     "its path %s belongs to %s, which is written later", loser->path.bytes, winner->source.bytes);
}

/* Requests with a control character in their path are refused (gemini.md 1.2), so that there must be no link to one. */
static bool
can_be_asked_for(struct site *site, const struct entry *entry)
{
    for (size_t i = 0; i < entry->key.length; i++) {
        unsigned char byte = (unsigned char)entry->key.bytes[i];

        if (byte < 0x20 || byte == 0x7f) {
            findings_add(site->findings, FINDING_WARNING, "unreachable-path", entry->source.bytes, 0, 0,
                         "not published: no client may ask for %s, which has a control character", entry->path.bytes);
            return false;
        }
    }
    return true;
}

static bool
is_document_of(const struct candidate *candidate, size_t collection)
{
    return candidate->rank == PLACE_DOCUMENT && candidate->collection == collection;
}

void
place_keep_last(struct placement *placement, size_t collection, size_t most)
{
    size_t found = 0, kept = 0;

    if (placement->count == 0)
        return;
    qsort(placement->items, placement->count, sizeof(*placement->items), compare_candidates);
    for (size_t i = 0; i < placement->count; i++)
        found += is_document_of(&placement->items[i], collection) ? 1 : 0;
    for (size_t i = 0; i < placement->count; i++)
        if (!is_document_of(&placement->items[i], collection) || found-- <= most)
            placement->items[kept++] = placement->items[i];
    placement->count = kept;
}

void
place_finish(struct site *site, struct placement *placement)
{
    struct map *written = map_new();

    if (placement->count > 0)
        qsort(placement->items, placement->count, sizeof(*placement->items), compare_candidates);
    for (size_t i = placement->count; i-- > 0;) {
        struct candidate *candidate = &placement->items[i];
        struct entry *winner = map_find(written, candidate->destination);

        if (!can_be_asked_for(site, candidate->entry))
            continue;
        if (winner == NULL)
            winner = map_find(site->keys, candidate->entry->key);
        if (winner != NULL) {
            report_loser(site, candidate->entry, winner);
            continue;
        }
        map_put(written, candidate->destination, candidate->entry);
        site_add(site, candidate->entry);
    }
    map_free(written);
    free(placement->items);
    *placement = (struct placement){ 0 };
}
