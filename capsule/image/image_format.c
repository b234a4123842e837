/* image_format.c - the arithmetic that the writer and the reader of an image must agree on. */
#include "image/image_format.h"

#include "base/hash.h"

#include <stddef.h>

uint64_t
image_key_hash(const struct image_table *table, struct slice key)
{
    return hash_bytes(key, table->seed);
}

/* Maps the upper half of HASH evenly onto 0 to COUNT - 1 without a division; COUNT fits into 32 bits. */
static uint64_t
spread(uint64_t hash, uint64_t count)
{
    return (hash >> 32) * count >> 32;
}

uint64_t
image_displacement_index(const struct image_table *table, uint64_t hash)
{
    return spread(hash, table->displacement.length);
}

/* All bits of both numbers reach the upper half: two multiplications, after the finaliser of MurmurHash3. */
uint64_t
image_slot_index(const struct image_table *table, uint64_t hash, uint32_t displacement)
{
    uint64_t mixed = hash ^ (displacement + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);

    mixed = (mixed ^ mixed >> 33) * UINT64_C(0xff51afd7ed558ccd);
    mixed = (mixed ^ mixed >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return spread(mixed, table->slot.length);
}

uint64_t
image_checksum_block(uint64_t checksum, struct slice block)
{
    return hash_bytes(block, checksum);
}

uint64_t
image_checksum_end(uint64_t checksum, const struct image_header *header)
{
    return hash_bytes(slice_make((const char *)header, offsetof(struct image_header, checksum)), checksum);
}
