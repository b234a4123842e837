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
#define LARGE_SIZE 4096 /* from here on moving the slots, each into another cache line, costs more than their room */

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

/* The free slot for a key that the map does not have: no key is looked at. */
static struct slot *
free_slot(const struct map *map, uint64_t hash)
{
    size_t at = (size_t)hash & (map->size - 1);

    while (map->slots[at].value != NULL)
        at = (at + 1) & (map->size - 1);
    return &map->slots[at];
}

static void
grow(struct map *map)
{
    struct slot *old = map->slots;
    size_t old_size = map->size;

    map->size *= old_size < LARGE_SIZE ? 2 : 4;
    map->slots = memory_new(map->size * sizeof *map->slots);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].value != NULL)
            *free_slot(map, old[i].hash) = old[i];
    free(old);
}

/* Takes the free slot SLOT for KEY, of which it makes a copy. */
static struct slice
take_slot(struct map *map, struct slot *slot, struct slice key, uint64_t hash, void *value)
{
    struct slice kept = arena_copy(map->keys, key);

    *slot = (struct slot){ kept, hash, value };
    if (++map->count > map->size / 4 * 3)
        grow(map);
    return kept;
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

    if (before == NULL)
        take_slot(map, slot, key, hash, value);
    else
        slot->value = value;
    return before;
}

struct slice
map_add(struct map *map, struct slice key, void *value)
{
    uint64_t hash = hash_bytes(key, 0);
    struct slot *slot = find_slot(map, key, hash);

    return slot->value == NULL ? take_slot(map, slot, key, hash, value) : slice_make(NULL, 0);
}

size_t
map_count(const struct map *map)
{
    return map->count;
}
