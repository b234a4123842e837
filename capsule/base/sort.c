/* sort.c - a merge sort that begins with the runs that it finds. */
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

typedef int (*compare_fn)(const void *one, const void *other);

/* ENDS[i] is where run I ends and the next one begins. */
struct runs {
    size_t *ends;
    size_t count, capacity;
};

static void
runs_add(struct runs *runs, size_t end)
{
    runs->ends = memory_grow(runs->ends, runs->count, &runs->capacity, sizeof *runs->ends);
    runs->ends[runs->count++] = end;
}

static void
reverse(void **items, size_t start, size_t end)
{
    while (start + 1 < end) {
        void *first = items[start];

        items[start++] = items[--end];
        items[end] = first;
    }
}

/* Where the run that begins at START ends, which is in order then; one that falls all the way is turned round. */
static size_t
run_end(void **items, size_t start, size_t count, compare_fn compare)
{
    size_t end = start + 1;

    if (end < count && compare(items[start], items[end]) > 0) {
        while (end < count && compare(items[end - 1], items[end]) > 0)
            end++;
        reverse(items, start, end);
    }
    while (end < count && compare(items[end - 1], items[end]) <= 0)
        end++;
    return end;
}

static void
runs_find(struct runs *runs, void **items, size_t count, compare_fn compare)
{
    for (size_t at = 0; at < count; at = runs->ends[runs->count - 1])
        runs_add(runs, run_end(items, at, count, compare));
}

/* Merges what stands in FROM from START to MIDDLE and from there to END. */
static void
merge(void **from, void **to, size_t start, size_t middle, size_t end, compare_fn compare)
{
    size_t left = start, right = middle, at = start;

    while (left < middle && right < end)
        to[at++] = compare(from[left], from[right]) <= 0 ? from[left++] : from[right++];
    memcpy(to + at, from + left, (middle - left) * sizeof *to);
    memcpy(to + at + middle - left, from + right, (end - right) * sizeof *to);
}

/* Half as many runs are left. */
static void
merge_pairs(struct runs *runs, void **from, void **to, compare_fn compare)
{
    size_t start = 0, left = 0;

    for (size_t i = 0; i < runs->count; i += 2) {
        size_t middle = runs->ends[i], end = i + 1 < runs->count ? runs->ends[i + 1] : middle;

        merge(from, to, start, middle, end, compare);
        runs->ends[left++] = start = end;
    }
    runs->count = left;
}

void
sort_runs(void **items, size_t count, compare_fn compare)
{
    void **from = items, **to = memory_resize(NULL, count, sizeof *to), **spare = to;
    struct runs runs = { NULL, 0, 0 };

    runs_find(&runs, items, count, compare);
    while (runs.count > 1) {
        void **swapped = from;

        merge_pairs(&runs, from, to, compare);
        from = to;
        to = swapped;
    }
    if (from != items && count > 0)
        memcpy(items, from, count * sizeof *items);
    free(spare);
    free(runs.ends);
}
