/* memos.c - memos as records of one program for itself: numbers in this machine's order, headers behind them. */
#include "site/memos.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/memory.h"

/* How they begin. */
struct memos_header {
    struct memos_base base;
    uint64_t dialect;
};

struct memos {
    struct arena *arena;
    struct memos_header before;
    enum front_matter_dialect dialect;
    struct map *known;   /* stamps -> struct memo */
    struct memo **items; /* for the next build */
    size_t count, capacity;
};

/* One memo as it is written; header and places follow. */
struct record {
    uint64_t stamp, digest[2];
    uint64_t body_at, body_line, header_length, places_length;
    uint32_t kind, is_plain;
};

void
memos_free(struct memos *memos)
{
    if (memos == NULL)
        return;
    map_free(memos->known);
    arena_free(memos->arena);
    free(memos->items);
    free(memos);
}

static struct slice
key_of(const uint64_t *stamp)
{
    return slice_make((const char *)stamp, sizeof(*stamp));
}

static bool
take(struct slice *rest, void *room, size_t size)
{
    if (rest->length < size)
        return false;
    memcpy(room, rest->bytes, size);
    *rest = slice_from(*rest, size);
    return true;
}

static bool
take_slice(struct slice *rest, uint64_t length, struct slice *part)
{
    if (length > rest->length)
        return false;
    *part = slice_range(*rest, 0, (size_t)length);
    *rest = slice_from(*rest, (size_t)length);
    return true;
}

static bool
take_memo(struct slice *rest, struct memo *memo)
{
    struct record record;
    struct slice header, places;

    if (!take(rest, &record, sizeof(record)) || record.kind > FRONT_MATTER_JSON ||
        !take_slice(rest, record.header_length, &header) || !take_slice(rest, record.places_length, &places))
        return false;
    *memo = (struct memo){ .stamp = record.stamp,
                           .kind = (enum front_matter_kind)record.kind,
                           .header = header,
                           .places = places,
                           .body_at = (size_t)record.body_at,
                           .body_line = (unsigned)record.body_line,
                           .is_plain = record.is_plain != 0,
                           .digest = { record.digest[0], record.digest[1] } };
    return true;
}

static void
read_all(struct memos *memos, struct slice bytes)
{
    struct memo memo;

    if (!take(&bytes, &memos->before, sizeof(memos->before)))
        return;
    while (memos->before.dialect == memos->dialect && take_memo(&bytes, &memo)) {
        struct memo *kept = arena_take(memos->arena, sizeof(*kept));

        *kept = memo;
        map_put(memos->known, key_of(&memo.stamp), kept);
    }
}

struct memos *
memos_new(enum front_matter_dialect dialect, struct slice before)
{
    struct memos *memos = memory_new(sizeof(*memos));

    memos->arena = arena_new();
    memos->known = map_new();
    memos->dialect = dialect;
    read_all(memos, before);
    return memos;
}

const struct memos_base *
memos_base(const struct memos *memos)
{
    return &memos->before.base;
}

static struct memo *
keep(struct memos *memos, struct memo *memo)
{
    memo->is_current = true;
    memos->items = memory_grow(memos->items, memos->count, &memos->capacity, sizeof(struct memo *));
    memos->items[memos->count++] = memo;
    return memo;
}

struct memo *
memos_find(struct memos *memos, uint64_t stamp)
{
    struct memo *memo = map_find(memos->known, key_of(&stamp));

    if (memo != NULL && !memo->is_current)
        keep(memos, memo);
    return memo;
}

struct memo *
memos_add(struct memos *memos, const struct memo *memo)
{
    struct memo *kept = arena_take(memos->arena, sizeof(*kept));

    *kept = *memo;
    map_put(memos->known, key_of(&memo->stamp), kept);
    return keep(memos, kept);
}

void
memos_write(const struct memos *memos, const struct memos_base *base, struct buffer *out)
{
    const struct memos_header header = { *base, memos->dialect };

    buffer_add(out, slice_make((const char *)&header, sizeof(header)));
    for (size_t i = 0; i < memos->count; i++) {
        const struct memo *memo = memos->items[i];
        struct record record = { .stamp = memo->stamp,
                                 .digest = { memo->digest[0], memo->digest[1] },
                                 .body_at = memo->body_at,
                                 .body_line = memo->body_line,
                                 .header_length = memo->header.length,
                                 .places_length = memo->places.length,
                                 .kind = memo->kind,
                                 .is_plain = memo->is_plain };

        if (memo->stamp == 0)
            continue;
        buffer_add(out, slice_make((const char *)&record, sizeof(record)));
        buffer_add(out, memo->header);
        buffer_add(out, memo->places);
    }
}
