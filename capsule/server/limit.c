/* limit.c - how many connections each client has. Chains, because entries come and go all the time. */
#include "server/limit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/hash.h"
#include "base/memory.h"

/* A power of two; with the caps of a worker (about 10,000 connections) a chain holds two or three clients. */
#define BUCKETS 4096

struct client {
    struct client *next;
    struct address group;
    unsigned connections;
};

struct limit {
    uint64_t seed; /* random, so that nobody can choose addresses that share a chain */
    struct crowd *crowd;
    size_t count;
    struct client *buckets[BUCKETS];
};

struct limit *
limit_new(struct crowd *crowd)
{
    struct limit *limit = memory_new(sizeof *limit);

    limit->crowd = crowd;
    if (getrandom(&limit->seed, sizeof limit->seed, GRND_NONBLOCK) < 0)
        limit->seed = (uint64_t)(uintptr_t)limit; /* early at boot: the address is random, too */
    return limit;
}

void
limit_free(struct limit *limit)
{
    if (limit == NULL)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        while (limit->buckets[i] != NULL) {
            struct client *client = limit->buckets[i];

            limit->buckets[i] = client->next;
            free(client);
        }
    free(limit);
}

/* Where the pointer to GROUP's client stands, or would stand. */
static struct client **
find_link(struct limit *limit, const struct address *group)
{
    struct slice key = slice_make((const char *)group->bytes, sizeof group->bytes);
    struct client **link = &limit->buckets[hash_bytes(key, limit->seed) % BUCKETS];

    while (*link != NULL && memcmp(&(*link)->group, group, sizeof *group) != 0)
        link = &(*link)->next;
    return link;
}

unsigned
limit_enter(struct limit *limit, const struct address *group)
{
    struct client **link = find_link(limit, group);

    if (*link == NULL) {
        *link = memory_new(sizeof **link);
        (*link)->group = *group;
        limit->count++;
    }
    (*link)->connections++;
    if (limit->crowd == NULL)
        return (*link)->connections;
    crowd_tell(limit->crowd, group, (*link)->connections);
    return (*link)->connections + crowd_elsewhere(limit->crowd, group);
}

static void
forget(struct limit *limit, struct client **link)
{
    struct client *client = *link;

    *link = client->next;
    free(client);
    limit->count--;
}

void
limit_leave(struct limit *limit, const struct address *group)
{
    struct client **link = find_link(limit, group);

    assert(*link != NULL && (*link)->connections > 0);
    (*link)->connections--;
    if (limit->crowd != NULL)
        crowd_tell(limit->crowd, group, (*link)->connections);
    if ((*link)->connections == 0)
        forget(limit, link);
}

size_t
limit_count(const struct limit *limit)
{
    return limit->count;
}
