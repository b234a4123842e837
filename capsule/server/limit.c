/*
 * limit.c - how many connections each client has, and how fast it asks. Chains, because entries come and go all the time.
 *
 * A rate is kept as one number: the time at which the client will have all its burst again. Each request moves it on by
 * what one costs; a request that would move it further ahead than the burst lasts is too early.
 */
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
    int64_t restored_at; /* microseconds */
};

struct limit {
    uint64_t seed;        /* random, so that nobody can choose addresses that share a chain */
    size_t count, tidied; /* TIDIED: the bucket that was looked at last */
    struct client *buckets[BUCKETS];
};

struct limit *
limit_new(void)
{
    struct limit *limit = memory_new(sizeof *limit);

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
    return ++(*link)->connections;
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
    if (--(*link)->connections == 0 && (*link)->restored_at == 0)
        forget(limit, link);
}

unsigned
limit_ask(struct limit *limit, const struct address *group, const struct rate *rate, int64_t now)
{
    struct client *client = *find_link(limit, group);
    int64_t cost, restored_at, early;

    assert(client != NULL);
    if (rate->requests == 0)
        return 0;
    now *= 1000;
    cost = 1000000 / rate->requests;
    restored_at = (client->restored_at > now ? client->restored_at : now) + cost;
    early = restored_at - now - cost * rate->burst;
    if (early > 0)
        return (unsigned)((early + 999999) / 1000000);
    client->restored_at = restored_at;
    return 0;
}

void
limit_tidy(struct limit *limit, int64_t now)
{
    struct client **link = &limit->buckets[limit->tidied++ % BUCKETS];

    while (*link != NULL)
        if ((*link)->connections == 0 && (*link)->restored_at <= now * 1000)
            forget(limit, link);
        else
            link = &(*link)->next;
}

size_t
limit_count(const struct limit *limit)
{
    return limit->count;
}
