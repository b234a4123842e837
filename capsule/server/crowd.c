/*
 * crowd.c - the clients of all workers together.
 *
 * A client is known by a hash of its address, keyed with a number that nobody outside knows: two clients of one hash would
 * share their limits, and cannot be found. A bucket is a cache line.
 *
 * A rate is kept as one number: the time at which the client will have all its burst again. Each request moves it on by
 * what one costs; a request that would move it further ahead than the burst lasts is too early. A place whose time has
 * come is free. Two workers that take a free place, or use and take one, at the same moment may mix up the costs of single
 * requests of two clients, and no more.
 */
#include "server/crowd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "server/file.h"

#define CACHE_LINE 64
#define TABLES     512 /* workers of all generations; those beyond count for themselves */

#define BUCKETS    1024 /* of a worker's connections: 8192 clients in 64 KiB */
#define PLACES     8
#define COUNT_BITS 16
#define COUNT_MOST ((1u << COUNT_BITS) - 1)

#define RATE_BUCKETS 16384 /* 65,536 clients in 1 MiB */
#define RATE_PLACES  4

/* A place holds a client's hash, but for its last bits, and in those the number of its connections; 0: free. */
struct table {
    alignas(CACHE_LINE) _Atomic uint64_t places[BUCKETS][PLACES];
};

struct rate_place {
    _Atomic uint64_t hash;
    _Atomic int64_t restored_at; /* microseconds */
};

struct rate_bucket {
    alignas(CACHE_LINE) struct rate_place places[RATE_PLACES];
};

/* Only tables below USED have ever been touched: looking at others would cost memory. */
struct shared {
    uint64_t seed;
    alignas(CACHE_LINE) _Atomic unsigned used;
    _Atomic pid_t owners[TABLES]; /* 0: free */
    struct rate_bucket rates[RATE_BUCKETS];
    struct table tables[TABLES];
};

struct crowd {
    struct shared *shared;
    struct table *own; /* NULL: none was free */
    int fd;            /* of the one who has made it; else -1 */
};

/* --- Its life --- */

static struct crowd *
map_crowd(int fd)
{
    void *memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    struct crowd *crowd;

    if (memory == MAP_FAILED)
        return NULL;
    crowd = memory_new(sizeof *crowd);
    *crowd = (struct crowd){ .shared = memory, .fd = -1 };
    return crowd;
}

struct crowd *
crowd_new(struct error *error)
{
    int fd = file_shared_memory("capsule-crowd", sizeof(struct shared));
    struct crowd *crowd = fd < 0 ? NULL : map_crowd(fd);

    if (crowd == NULL) {
        error_set(error, "no memory for the limits of clients: %s", strerror(errno));
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    crowd->fd = fd;
    if (getrandom(&crowd->shared->seed, sizeof crowd->shared->seed, GRND_NONBLOCK) < 0)
        crowd->shared->seed = (uint64_t)(uintptr_t)crowd; /* early at boot: the address is random, too */
    return crowd;
}

void
crowd_free(struct crowd *crowd)
{
    if (crowd == NULL)
        return;
    munmap(crowd->shared, sizeof *crowd->shared);
    if (crowd->fd >= 0)
        close(crowd->fd);
    free(crowd);
}

int
crowd_descriptor(const struct crowd *crowd)
{
    return crowd != NULL ? crowd->fd : -1;
}

static struct table *
claim_table(struct shared *shared)
{
    for (unsigned i = 0; i < TABLES; i++) {
        unsigned used = atomic_load(&shared->used);
        pid_t nobody = 0;

        while (used <= i && !atomic_compare_exchange_weak(&shared->used, &used, i + 1))
            ;
        if (atomic_compare_exchange_strong(&shared->owners[i], &nobody, getpid()))
            return &shared->tables[i];
    }
    return NULL;
}

struct crowd *
crowd_join(int fd)
{
    struct crowd *crowd = map_crowd(fd);

    if (crowd != NULL)
        crowd->own = claim_table(crowd->shared);
    return crowd;
}

/* The table is emptied before it is free; its memory goes back to the system. */
static void
empty_table(const struct crowd *crowd, unsigned table)
{
    off_t start = (off_t)(offsetof(struct shared, tables) + table * sizeof(struct table));

    if (fallocate(crowd->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, start, sizeof(struct table)) != 0)
        memset(&crowd->shared->tables[table], 0, sizeof(struct table));
}

void
crowd_release(struct crowd *crowd, pid_t pid)
{
    for (unsigned i = 0; crowd != NULL && i < atomic_load(&crowd->shared->used); i++)
        if (atomic_load(&crowd->shared->owners[i]) == pid) {
            empty_table(crowd, i);
            atomic_store(&crowd->shared->owners[i], 0);
        }
}

/* --- Connections --- */

static uint64_t
hash_of(const struct crowd *crowd, const struct address *group)
{
    return hash_bytes(slice_make((const char *)group->bytes, sizeof group->bytes), crowd->shared->seed);
}

/* A place for a client, but for its number of connections; never that of a free one. */
static uint64_t
name_of(uint64_t hash)
{
    uint64_t name = hash & ~(uint64_t)COUNT_MOST;

    return name != 0 ? name : (uint64_t)1 << COUNT_BITS;
}

static uint64_t
load(const _Atomic uint64_t *place)
{
    return atomic_load_explicit(place, memory_order_relaxed);
}

void
crowd_tell(struct crowd *crowd, const struct address *group, unsigned count)
{
    uint64_t hash = hash_of(crowd, group), name = name_of(hash);
    _Atomic uint64_t *place = NULL;

    if (crowd->own == NULL)
        return;
    for (size_t i = 0; i < PLACES; i++) {
        _Atomic uint64_t *one = &crowd->own->places[hash % BUCKETS][i];
        uint64_t held = load(one);

        if ((held & ~(uint64_t)COUNT_MOST) == name) {
            place = one;
            break;
        }
        if (held == 0)
            place = one;
    }
    if (place != NULL)
        atomic_store_explicit(place, count > 0 ? name | (count < COUNT_MOST ? count : COUNT_MOST) : 0,
                              memory_order_relaxed);
}

static unsigned
count_in(const struct table *table, uint64_t hash)
{
    uint64_t name = name_of(hash);

    for (size_t i = 0; i < PLACES; i++) {
        uint64_t held = load(&table->places[hash % BUCKETS][i]);

        if ((held & ~(uint64_t)COUNT_MOST) == name)
            return (unsigned)(held & COUNT_MOST);
    }
    return 0;
}

unsigned
crowd_elsewhere(const struct crowd *crowd, const struct address *group)
{
    const struct shared *shared = crowd->shared;
    uint64_t hash = hash_of(crowd, group);
    unsigned used = atomic_load_explicit(&shared->used, memory_order_relaxed), count = 0;

    for (unsigned i = 0; i < used; i++)
        if (&shared->tables[i] != crowd->own && atomic_load_explicit(&shared->owners[i], memory_order_relaxed) != 0)
            count += count_in(&shared->tables[i], hash);
    return count;
}

/* --- Rates --- */

/* The client's place: its own, or a free one, or that of whoever is nearest to being forgotten, which it takes over. */
static struct rate_place *
find_place(struct rate_bucket *bucket, uint64_t hash)
{
    struct rate_place *place = NULL;
    int64_t first = INT64_MAX;

    for (size_t i = 0; i < RATE_PLACES; i++) {
        struct rate_place *one = &bucket->places[i];
        int64_t restored_at = atomic_load_explicit(&one->restored_at, memory_order_relaxed);

        if (load(&one->hash) == hash)
            return one;
        if (restored_at < first) {
            first = restored_at;
            place = one;
        }
    }
    atomic_store_explicit(&place->hash, hash, memory_order_relaxed);
    atomic_store_explicit(&place->restored_at, 0, memory_order_relaxed);
    return place;
}

unsigned
crowd_ask(struct crowd *crowd, const struct address *group, const struct rate *rate, int64_t now)
{
    uint64_t hash = hash_of(crowd, group);
    struct rate_place *place;
    int64_t cost, before, after, early;

    if (rate->requests == 0)
        return 0;
    now *= 1000;
    cost = 1000000 / rate->requests;
    place = find_place(&crowd->shared->rates[hash % RATE_BUCKETS], hash);
    before = atomic_load_explicit(&place->restored_at, memory_order_relaxed);
    do {
        after = (before > now ? before : now) + cost;
        early = after - now - cost * rate->burst;
        if (early > 0)
            return (unsigned)((early + 999999) / 1000000);
    } while (!atomic_compare_exchange_weak_explicit(&place->restored_at, &before, after, memory_order_relaxed,
                                                    memory_order_relaxed));
    return 0;
}
