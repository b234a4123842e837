/*
 * image_table.c - hash and displace: the keys fall into groups of about four; the largest group chooses first, each
 * takes the first displacement that leads all its keys to slots that are free. The last groups are single keys, for
 * which a fifth of the slots stays free to the end, so that none searches long.
 */
#include "image/image_table.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#define DISPLACEMENT_MAX 65536u /* then another seed; in practice only for two keys of one 64-bit hash */

struct group {
    uint32_t first, count; /* into search.members */
    uint32_t index;        /* of its displacement */
};

struct search {
    const struct image_table *table;
    uint64_t *hashes;  /* by key; lent */
    uint32_t *members; /* keys, group by group */
    struct group *groups;
    bool *taken; /* by slot */
    struct image_placing *placing;
};

/* A counting sort of COUNT groups: the largest first, those of one size as they stand. */
static void
groups_sort(struct group *groups, size_t count)
{
    struct group *sorted = memory_new(count * sizeof(*sorted));
    size_t most = 0, *places;

    for (size_t i = 0; i < count; i++)
        if (groups[i].count > most)
            most = groups[i].count;
    places = memory_new((most + 2) * sizeof(*places)); /* by how much smaller than the largest they are */
    for (size_t i = 0; i < count; i++)
        places[most - groups[i].count + 1]++;
    for (size_t i = 0; i < most; i++)
        places[i + 1] += places[i];
    for (size_t i = 0; i < count; i++)
        sorted[places[most - groups[i].count]++] = groups[i];
    memcpy(groups, sorted, count * sizeof(*groups));
    free(places);
    free(sorted);
}

/* A counting sort of the keys by group. */
static void
search_gather(struct search *search, size_t count)
{
    size_t group_count = (size_t)search->table->displacement.length;
    uint32_t first = 0;

    for (size_t i = 0; i < group_count; i++)
        search->groups[i] = (struct group){ .index = (uint32_t)i };
    for (size_t i = 0; i < count; i++)
        search->groups[image_displacement_index(search->table, search->hashes[i])].count++;
    for (size_t i = 0; i < group_count; i++) {
        search->groups[i].first = first;
        first += search->groups[i].count;
        search->groups[i].count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct group *group = &search->groups[image_displacement_index(search->table, search->hashes[i])];

        search->members[group->first + group->count++] = (uint32_t)i;
    }
    groups_sort(search->groups, group_count);
}

/* Takes the slots of all keys of GROUP under DISPLACEMENT; false, and nothing is taken, if two of them meet. */
static bool
group_take(struct search *search, const struct group *group, uint32_t displacement)
{
    const uint32_t *members = search->members + group->first;
    uint32_t done = 0;

    while (done < group->count) {
        uint64_t slot = image_slot_index(search->table, search->hashes[members[done]], displacement);

        if (search->taken[slot])
            break;
        search->taken[slot] = true;
        search->placing->slots[members[done++]] = (uint32_t)slot;
    }
    if (done == group->count)
        return true;
    while (done > 0)
        search->taken[search->placing->slots[members[--done]]] = false;
    return false;
}

static bool
group_place(struct search *search, const struct group *group)
{
    for (uint32_t displacement = 0; displacement < DISPLACEMENT_MAX; displacement++) {
        if (!group_take(search, group, displacement))
            continue;
        search->placing->displacements[group->index] = displacement;
        return true;
    }
    return false;
}

static bool
search_run(struct search *search, const struct slice *keys, size_t count)
{
    for (size_t i = 0; i < count && search->table->seed > 0; i++)
        search->hashes[i] = image_key_hash(search->table, keys[i]);
    search_gather(search, count);
    memset(search->taken, 0, (size_t)search->table->slot.length * sizeof(*search->taken));
    for (uint64_t i = 0; i < search->table->displacement.length; i++)
        if (!group_place(search, &search->groups[i]))
            return false;
    return true;
}

void
image_table_place(const struct slice *keys, uint64_t *hashes, size_t count, struct image_table *table,
                  struct image_placing *placing)
{
    size_t slot_count = count + count / 4 + 1, group_count = count / 4 + 1;
    struct search search = { .table = table,
                             .hashes = hashes,
                             .members = memory_new((count + 1) * sizeof(*search.members)),
                             .groups = memory_new(group_count * sizeof(*search.groups)),
                             .taken = memory_new(slot_count * sizeof(*search.taken)),
                             .placing = placing };

    placing->displacements = memory_new(group_count * sizeof(*placing->displacements));
    placing->slots = memory_new((count + 1) * sizeof(*placing->slots));
    table->slot.length = slot_count;
    table->displacement.length = group_count;
    for (table->seed = 0; !search_run(&search, keys, count);)
        table->seed++;
    free(search.members);
    free(search.groups);
    free(search.taken);
}

void
image_placing_clear(struct image_placing *placing)
{
    free(placing->displacements);
    free(placing->slots);
    *placing = (struct image_placing){ 0 };
}
