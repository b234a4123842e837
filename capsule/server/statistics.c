/* statistics.c - counters in shared memory, a slot per process. */
#include "server/statistics.h"

#include <errno.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "server/file.h"

#define CACHE_LINE 64
#define SLOTS      2048 /* the most workers there may be, in six generations at once, and some */

/* With one writer, a load and a store that cannot be torn are an addition. */
struct statistics_slot {
    alignas(CACHE_LINE) _Atomic pid_t owner; /* 0: free */
    _Atomic uint64_t counters[STATISTIC_COUNT];
};

/* Only slots below USED have ever been touched: looking at others would cost memory. */
struct shared {
    alignas(CACHE_LINE) _Atomic unsigned used;
    struct statistics_slot slots[SLOTS];
};

struct statistics {
    struct shared *shared;
    struct statistics_slot *own;
    int fd;
};

#define REQUESTS "Requests by protocol and class of the reply's status."
#define LATENCY  "Requests by milliseconds from accept to the last byte of the reply."
#define CLASS(p, class)                                                                                                \
    {                                                                                                                  \
        "requests_total", "protocol=\"" p "\",status=\"" class "\"", REQUESTS                                          \
    }
#define CLASSES(p)                                                                                                     \
    CLASS(p, "none"), CLASS(p, "1x"), CLASS(p, "2x"), CLASS(p, "3x"), CLASS(p, "4x"), CLASS(p, "5x"), CLASS(p, "6x")
#define BUCKET(le)                                                                                                     \
    {                                                                                                                  \
        "request_milliseconds_bucket", "le=\"" le "\"", LATENCY                                                        \
    }

const struct statistic_name statistic_names[STATISTIC_COUNT] = {
    CLASSES("gemini"),
    CLASSES("gopher"),
    { "connections_total", "", "Connections that were accepted." },
    { "connections_open", "", "Connections that are open now." },
    { "connections_evicted_total", "", "Connections that were closed to make room for others." },
    { "connections_refused_total", "", "Connections and requests of clients beyond their cap or rate." },
    { "handshake_failures_total", "", "TLS handshakes that failed or took too long." },
    { "reply_bytes_total", "", "Bytes of replies, before encryption." },
    { "log_lines_dropped_total", "", "Lines that the access log could not take." },
    { "worker_restarts_total", "", "Workers that were replaced because they had ended." },
    { "keyholder_restarts_total", "", "Processes with the private keys that were replaced because they had ended." },
    { "reloads_total", "", "Editions that took the place of another." },
    { "reloads_failed_total", "", "Editions that were given up, so that what ran stayed." },
    { "request_milliseconds_sum", "", LATENCY },
    BUCKET("1"),
    BUCKET("2"),
    BUCKET("4"),
    BUCKET("8"),
    BUCKET("16"),
    BUCKET("32"),
    BUCKET("64"),
    BUCKET("128"),
    BUCKET("256"),
    BUCKET("512"),
    BUCKET("1024"),
    BUCKET("2048"),
    BUCKET("4096"),
    BUCKET("8192"),
    BUCKET("16384"),
    BUCKET("32768"),
    BUCKET("+Inf"),
};

static struct shared *
map_shared(int fd)
{
    void *memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

/* The first free slot, or NULL. */
static struct statistics_slot *
claim_slot(struct shared *shared)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        unsigned used = atomic_load(&shared->used);
        pid_t nobody = 0;

        while (used <= i && !atomic_compare_exchange_weak(&shared->used, &used, i + 1))
            ;
        if (atomic_compare_exchange_strong(&shared->slots[i].owner, &nobody, getpid()))
            return &shared->slots[i];
    }
    return NULL;
}

struct statistics *
statistics_new(struct error *error)
{
    int fd = file_shared_memory("capsule-statistics", sizeof(struct shared));
    struct shared *shared = fd < 0 ? NULL : map_shared(fd);
    struct statistics *statistics;

    if (shared == NULL) {
        error_set(error, "no memory for statistics: %s", strerror(errno));
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    statistics = memory_new(sizeof *statistics);
    *statistics = (struct statistics){ shared, claim_slot(shared), fd };
    return statistics;
}

void
statistics_free(struct statistics *statistics)
{
    if (statistics == NULL)
        return;
    munmap(statistics->shared, sizeof *statistics->shared);
    close(statistics->fd);
    free(statistics);
}

int
statistics_descriptor(const struct statistics *statistics)
{
    return statistics != NULL ? statistics->fd : -1;
}

struct statistics_slot *
statistics_own(const struct statistics *statistics)
{
    return statistics != NULL ? statistics->own : NULL;
}

static unsigned
used_slots(struct shared *shared)
{
    unsigned used = atomic_load(&shared->used);

    return used < SLOTS ? used : SLOTS; /* workers write there, too */
}

void
statistics_total(const struct statistics *statistics, uint64_t totals[STATISTIC_COUNT])
{
    struct shared *shared = statistics->shared;
    unsigned used = used_slots(shared);

    memset(totals, 0, STATISTIC_COUNT * sizeof *totals);
    for (unsigned i = 0; i < used; i++)
        for (size_t which = 0; which < STATISTIC_COUNT; which++)
            totals[which] += atomic_load_explicit(&shared->slots[i].counters[which], memory_order_relaxed);
}

static void
write_line(const struct statistic_name *name, uint64_t value, struct buffer *out)
{
    const char *labels = name->labels;

    buffer_format(out, "%s%s%s%s %llu\n", name->name, *labels ? "{" : "", labels, *labels ? "}" : "",
                  (unsigned long long)value);
}

void
statistics_write(const uint64_t totals[STATISTIC_COUNT], struct buffer *out)
{
    static const struct statistic_name count = { "request_milliseconds_count", "", "" };
    uint64_t sum = 0;

    for (size_t i = 0; i < STATISTIC_LATENCY; i++)
        write_line(&statistic_names[i], totals[i], out);
    for (size_t i = STATISTIC_LATENCY; i < STATISTIC_COUNT; i++)
        write_line(&statistic_names[i], sum += totals[i], out);
    write_line(&count, sum, out);
}

void
statistics_release(struct statistics *statistics, pid_t pid)
{
    unsigned used = statistics != NULL ? used_slots(statistics->shared) : 0;

    for (unsigned i = 0; i < used; i++) {
        struct statistics_slot *slot = &statistics->shared->slots[i];

        if (slot == statistics->own || atomic_load(&slot->owner) != pid)
            continue;
        atomic_store_explicit(&slot->counters[STATISTIC_OPEN], 0, memory_order_relaxed);
        atomic_store(&slot->owner, 0);
    }
}

struct statistics_slot *
statistics_claim(int fd)
{
    struct shared *shared = map_shared(fd);

    return shared != NULL ? claim_slot(shared) : NULL;
}

void
statistics_add(struct statistics_slot *slot, enum statistic which, int64_t amount)
{
    _Atomic uint64_t *counter;

    if (slot == NULL)
        return;
    counter = &slot->counters[which];
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + (uint64_t)amount,
                          memory_order_relaxed);
}

/* The number of the first bucket whose bound is not below MILLISECONDS. */
static unsigned
bucket_of(int64_t milliseconds)
{
    unsigned bucket = 0;

    while (bucket + 1 < STATISTIC_BUCKETS && milliseconds > (int64_t)1 << bucket)
        bucket++;
    return bucket;
}

void
statistics_add_request(struct statistics_slot *slot, enum statistic family, unsigned status, int64_t milliseconds)
{
    unsigned class = status / 10 < STATISTIC_CLASSES ? status / 10 : 0;

    statistics_add(slot, (enum statistic)(family + class), 1);
    statistics_add(slot, (enum statistic)(STATISTIC_LATENCY + bucket_of(milliseconds)), 1);
    statistics_add(slot, STATISTIC_LATENCY_SUM, milliseconds);
}
