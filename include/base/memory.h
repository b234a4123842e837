/* memory.h - heap memory that is either there or ends the process: no caller has a way to go on without it. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* With what status a process ends that gets no memory: a decision of its own, and no fault (hardening.md X1). */
#define MEMORY_EXIT 70

/*
 * SIZE zeroed bytes, to be given to free(). When the system has none left, the process ends with MEMORY_EXIT after one line
 * on standard error; whoever started it (master, builder) treats that like any other early end.
 */
void *memory_new(size_t size);

/* Ends the process as memory_new does. For those whose library has told that there is no memory. */
void memory_exhausted(void) __attribute__((noreturn));

/* The block ITEMS resized to COUNT items of SIZE bytes; new bytes are not zeroed. Ends the process like memory_new. */
void *memory_resize(void *items, size_t count, size_t size);

/*
 * The same, but in large pages where the system has some, and not there for children by fork(). Ended by memory_end_apart, which
 * is told SIZE again.
 */
void *memory_new_apart(size_t size);
void memory_end_apart(void *block, size_t size);

/* memory_grow's slow half: *CAPACITY doubled. */
void *memory_double(void *items, size_t *capacity, size_t size);

/*
 * Room for one more item in the growing array ITEMS, of which *CAPACITY of SIZE bytes are allocated and COUNT used.
 * Returns the array, which may have moved; a new item is not zeroed. Doubles, so that N additions cost O(N).
 */
static inline void *
memory_grow(void *items, size_t count, size_t *capacity, size_t size)
{
    return count < *capacity ? items : memory_double(items, capacity, size);
}

/*
 * Says that about BYTES will be needed soon, in small pieces, and makes the heap ready for them: in large pages, where the
 * system has some, since most of what a fresh process pays for memory is the kernel's work, page by page. Nothing is
 * taken yet. Does nothing for less than a large page. For a process with one task: it also tells malloc to keep what is
 * freed.
 */
void memory_expect(size_t bytes);

#endif
