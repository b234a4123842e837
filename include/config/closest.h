/* closest.h - what a misspelt word was probably meant to be: the name with the fewest typing errors between them. */
#ifndef CONFIG_CLOSEST_H
#define CONFIG_CLOSEST_H

#include "base/error.h"
#include "base/slice.h"

struct closest {
    struct slice word;
    const char *name; /* the best name so far, or NULL; lent */
    size_t distance;  /* between the two; no further name may be as far away */
};

/* Starts to look for what WORD was meant to be. */
void closest_init(struct closest *closest, struct slice word);

/* Takes NAME if it is nearer than all before it, and near enough to be a misspelling at all. */
void closest_offer(struct closest *closest, const char *name);

/*
 * Writes `WHAT "WORD"; did you mean NAME?`, or OTHERWISE (NULL: nothing) in place of the question if nothing is near;
 * returns false.
 */
bool closest_report(const struct closest *closest, const char *what, const char *otherwise, struct error *error);

#endif
