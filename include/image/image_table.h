/* image_table.h - finds the displacements under which every key of a table has a slot of its own (image_format.h). */
#ifndef IMAGE_IMAGE_TABLE_H
#define IMAGE_IMAGE_TABLE_H

#include "image/image_format.h"

/* Where the keys of one table go. */
struct image_placing {
    uint32_t *displacements; /* owned; as many as the table says */
    uint32_t *slots;         /* owned; slots[i] is that of keys[i] */
};

/*
 * Fills in the seed and the counts of TABLE (not where its parts stand) and places COUNT keys, all different. HASHES are theirs
 * for the seed 0, and afterwards those for the seed of TABLE. The same keys in the same order are always placed alike. About
 * 5 slots for 4 keys, expected time linear.
 */
void image_table_place(const struct slice *keys, uint64_t *hashes, size_t count, struct image_table *table,
                       struct image_placing *placing);

/* Frees what image_table_place has filled in. */
void image_placing_clear(struct image_placing *placing);

#endif
