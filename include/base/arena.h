/* arena.h - memory that lives and ends together: everything that belongs to one site, or to one document. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"

struct arena;

/* An empty one; arena_free ends it and all that was taken from it. */
struct arena *arena_new(void);

/*
 * One for much that is kept until the process ends its work: in large pages, where the system has some, and left out of the
 * address space of children by fork(), which then costs nothing for it. They must not touch it.
 */
struct arena *arena_new_apart(void);

void arena_free(struct arena *arena); /* NULL is fine */

/* SIZE zeroed bytes, aligned for pointers and all that is no larger, valid as long as the arena. Aborts like memory_new. */
void *arena_take(struct arena *arena, size_t size);

/* BLOCK, of OLD_SIZE bytes (NULL: none), with at least SIZE bytes; it may have moved, and new bytes are not zeroed. */
void *arena_resize(struct arena *arena, void *block, size_t old_size, size_t size);

/* A copy of TEXT with a NUL behind it that its length does not count. */
struct slice arena_copy(struct arena *arena, struct slice text);

/* A copy of COUNT parts, one behind the other, with a NUL behind them. */
struct slice arena_join(struct arena *arena, const struct slice *parts, size_t count);

/* The formatted text, with a NUL behind it. */
struct slice arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
