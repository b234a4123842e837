/* said.c - the hashes of findings, sorted. */
#include "server/said.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/memory.h"
#include "server/keepsake.h"

struct hashes {
    uint64_t *items;
    size_t count;
};

static int
compare(const void *one, const void *other)
{
    const uint64_t *left = one, *right = other;

    return (*left > *right) - (*left < *right);
}

static uint64_t
hash_of(const struct finding *finding)
{
    struct buffer text = { 0 };
    uint64_t hash;

    buffer_format(&text, "%s: %s", finding->file, finding->message);
    hash = hash_bytes(buffer_slice(&text), 0);
    buffer_clear(&text);
    return hash;
}

static struct hashes
hashes_of(const struct findings *findings)
{
    struct hashes hashes = { memory_new((findings_count(findings) + 1) * sizeof(uint64_t)), findings_count(findings) };

    for (size_t i = 0; i < hashes.count; i++)
        hashes.items[i] = hash_of(findings_at(findings, i));
    return hashes;
}

void
said_sift(int fd, const struct findings *findings, bool *is_new)
{
    struct buffer before = { 0 };
    struct hashes known, now = hashes_of(findings);

    keepsake_read(fd, &before);
    known = (struct hashes){ (uint64_t *)(void *)before.bytes, before.length / sizeof(uint64_t) };
    for (size_t i = 0; i < now.count; i++)
        is_new[i] =
            known.count == 0 || bsearch(&now.items[i], known.items, known.count, sizeof(uint64_t), compare) == NULL;
    qsort(now.items, now.count, sizeof(uint64_t), compare);
    keepsake_write(fd, slice_make((const char *)now.items, now.count * sizeof(uint64_t)));
    buffer_clear(&before);
    free(now.items);
}
