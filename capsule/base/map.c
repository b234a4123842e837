/* map.c - open addressing with linear probing, at most three quarters full. */
#include "base/map.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"

struct slot {
    struct slice key;
    uint64_t hash;
    void *value; /* NULL: free */
};

struct map {
    struct slot *slots;
    size_t size; /* a power of two */
    size_t count;
    struct arena *keys;
};

#define FIRST_SIZE 16

struct map *
map_new(void)
{
    struct map *map = memory_new(sizeof *map);

    map->size = FIRST_SIZE;
    map->slots = memory_new(map->size * sizeof *map->slots);
    map->keys = arena_new();
    return map;
}

void
map_free(struct map *map)
{
    if (map == NULL)
        return;
    free(map->slots);
    arena_free(map->keys);
    free(map);
}

/* The slot that holds KEY, or the free one where it belongs. */
static struct slot *
find_slot(const struct map *map, struct slice key, uint64_t hash)
{
    size_t at = (size_t)hash & (map->size - 1);

    while (map->slots[at].value != NULL && !(map->slots[at].hash == hash && slice_equal(map->slots[at].key, key)))
        at = (at + 1) & (map->size - 1);
    return &map->slots[at];
}

static void
double_size(struct map *map)
{
    struct slot *old = map->slots;
    size_t old_size = map->size;

    map->size *= 2;
    map->slots = memory_new(map->size * sizeof *map->slots);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].value != NULL)
            *find_slot(map, old[i].key, old[i].hash) = old[i];
    free(old);
}

void *
map_find(const struct map *map, struct slice key)
{
    return find_slot(map, key, hash_bytes(key, 0))->value;
}

void *
map_put(struct map *map, struct slice key, void *value)
{
    uint64_t hash = hash_bytes(key, 0);
    struct slot *slot = find_slot(map, key, hash);
    void *before = slot->value;

    if (before == NULL) {
        *slot = (struct slot){ arena_copy(map->keys, key), hash, value };
        if (++map->count > map->size / 4 * 3)
            double_size(map);
    } else {
        slot->value = value;
    }
    return before;
}

size_t
map_count(const struct map *map)
{
    return map->count;
}
