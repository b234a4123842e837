/* said.c - the hashes of findings, sorted. */
#include "server/said.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/memory.h"

#define MOST_BYTES ((off_t)8 << 20)

struct hashes {
    uint64_t *items;
    size_t count;
};

int
said_new(struct error *error)
{
    int fd = memfd_create("capsule-said", MFD_CLOEXEC);

    if (fd < 0)
        error_set(error, "no memory for what the log has said: %s", strerror(errno));
    return fd;
}

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

/* None if it cannot be read. */
static struct hashes
read_hashes(int fd)
{
    struct hashes hashes = { NULL, 0 };
    struct stat status;

    if (fstat(fd, &status) != 0 || status.st_size > MOST_BYTES)
        return hashes;
    hashes.items = memory_new((size_t)status.st_size + sizeof(uint64_t));
    if (pread(fd, hashes.items, (size_t)status.st_size, 0) == status.st_size)
        hashes.count = (size_t)status.st_size / sizeof(uint64_t);
    return hashes;
}

/* Half of them are as good as none: then more is said again. */
static void
write_hashes(int fd, const struct hashes *hashes)
{
    if (ftruncate(fd, 0) == 0)
        (void)!pwrite(fd, hashes->items, hashes->count * sizeof(uint64_t), 0);
}

void
said_sift(int fd, const struct findings *findings, bool *is_new)
{
    struct hashes known = read_hashes(fd), now = hashes_of(findings);

    for (size_t i = 0; i < now.count; i++)
        is_new[i] =
            known.count == 0 || bsearch(&now.items[i], known.items, known.count, sizeof(uint64_t), compare) == NULL;
    qsort(now.items, now.count, sizeof(uint64_t), compare);
    write_hashes(fd, &now);
    free(known.items);
    free(now.items);
}
