/*
 * image_format.h - how a site image lies in memory: shared by its writer and its reader, seen by nobody else.
 *
 *     header | host runs | displacements and slots of all tables | keys, paths and replies, each stored once
 *
 * Offsets are 64 bits wide and count from the start of the image, so that it may be mapped anywhere. Numbers are in the
 * byte order of the machine that wrote them; the version field tells whether that is ours.
 *
 * A table is a perfect hash by displacement: the key's hash chooses a displacement, hash and displacement together
 * choose the one slot in which the key can be. The writer has searched displacements under which no two keys meet, so a
 * look-up is one hash, one slot and one comparison.
 */
#ifndef IMAGE_IMAGE_FORMAT_H
#define IMAGE_IMAGE_FORMAT_H

#include "image/image.h"

#include <stdint.h>

#define IMAGE_MAGIC      "capsule\n"
#define IMAGE_VERSION    UINT32_C(2)
#define IMAGE_SPACES     4
#define IMAGE_LENGTH_MAX (UINT64_C(1) << 32)
#define IMAGE_BLOCK      (UINT64_C(1) << 20) /* the checksum takes the image in blocks of this size */
#define IMAGE_SLOTS_MAX  (UINT64_C(1) << 26)

struct image_run {
    uint64_t at, length;
};

struct image_table {
    uint64_t seed;                 /* of the keys' hash */
    struct image_run displacement; /* LENGTH numbers of 32 bits; never 0 of them */
    struct image_run slot;         /* LENGTH struct image_slot, aligned to their size; never 0 of them */
};

/* As large as a cache line. KEY.at is 0 in an empty slot: the header stands there, so no key does. */
struct image_slot {
    struct image_run key, bytes;
    struct image_run path; /* a NUL stands behind it; at 0 for an IMAGE_REPLY */
    uint32_t kind, text;
    uint64_t hash;
};

struct image_header {
    char magic[8];
    uint32_t version;
    uint32_t pages, files, redirects;
    uint32_t gemini_port, gopher_port;
    uint64_t length;        /* of the whole image */
    struct image_run hosts; /* LENGTH struct image_run */
    struct image_run web_url;
    struct image_table tables[IMAGE_SPACES];
    uint64_t checksum; /* image_checksum_end; the last field */
};

_Static_assert(sizeof(struct image_slot) == 64, "a slot is one cache line");
_Static_assert(sizeof(struct image_header) % 8 == 0, "runs behind the header are aligned");

/* The hash of KEY in TABLE. */
uint64_t image_key_hash(const struct image_table *table, struct slice key);

/* Which displacement belongs to a hash, and where hash and displacement lead. Both are below the table's counts. */
uint64_t image_displacement_index(const struct image_table *table, uint64_t hash);
uint64_t image_slot_index(const struct image_table *table, uint64_t hash, uint32_t displacement);

/*
 * The checksum: start with 0, then once per block of what follows the header (the last one may be shorter), then end
 * with the header up to its own checksum field.
 */
uint64_t image_checksum_block(uint64_t checksum, struct slice block);
uint64_t image_checksum_end(uint64_t checksum, const struct image_header *header);

#endif
