/* sort.h - sorts what stands in order here and there already. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

/*
 * Sorts COUNT pointers by COMPARE, which gets two of them; of equal ones the first stays the first. Runs that rise or fall
 * already are found and merged: R of them take COUNT * log2(R) comparisons.
 */
void sort_runs(void **items, size_t count, int (*compare)(const void *one, const void *other));

#endif
