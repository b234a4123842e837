/* defaults.h - front matter that the configuration gives to whole folders or kinds of files (jekyll.md 2.4). */
#ifndef SITE_DEFAULTS_H
#define SITE_DEFAULTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "config/yaml.h"

/* The key `defaults` of a configuration; all zero: it has none. */
struct defaults {
    const struct yaml *sets;
    struct slice base; /* `collections_dir`, with its final '/', or empty: scopes and paths count from there */
};

/*
 * META, the front matter of PATH (NULL: none), with what the sets whose scope holds PATH and TYPE ("pages", or a
 * collection's name; empty for a file of neither) say besides: the set with the longest path first, and of two alike the
 * later. In ARENA; META itself where no set says anything.
 */
const struct yaml *defaults_apply(const struct defaults *defaults, const struct yaml *meta, struct slice path,
                                  struct slice type, struct arena *arena);

/* Whether files below URL, as Jekyll calls the path of a file without front matter, are published (`published: false`). */
bool defaults_publish_file(const struct defaults *defaults, struct slice url, struct slice type, struct arena *arena);

#endif
