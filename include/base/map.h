/* map.h - a table from byte strings to pointers. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/slice.h"

struct map;

/* An empty one; map_free frees it with its keys. */
struct map *map_new(void);
void map_free(struct map *map); /* NULL is fine; the values are not freed */

/* The value of KEY, or NULL. Lent. */
void *map_find(const struct map *map, struct slice key);

/* Sets KEY to VALUE, which is not NULL, and returns what was there before, or NULL. The key is copied. */
void *map_put(struct map *map, struct slice key, void *value);

/* Sets KEY to VALUE if it has none: its copy, which lives as long as the map. Without bytes if it has one, which stays. */
struct slice map_add(struct map *map, struct slice key, void *value);

/* How many keys it has. */
size_t map_count(const struct map *map);

#endif
