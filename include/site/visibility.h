/* visibility.h - which names of a tree a site shows: Jekyll's rules for dots, underscores, include and exclude (1.1). */
#ifndef SITE_VISIBILITY_H
#define SITE_VISIBILITY_H

#include "base/arena.h"
#include "config/yaml.h"

struct visibility;

/* The rules of CONFIG (NULL: the default ones), in ARENA. */
struct visibility *visibility_new(const struct yaml *config, struct arena *arena);

/* Whether the file PATH is shown, tested component by component; also if an `include` entry names it by its path. */
bool visibility_shows(const struct visibility *visibility, struct slice path);

/* Whether the folder PATH, all of whose parents are shown, is. */
bool visibility_shows_folder(const struct visibility *visibility, struct slice path);

/*
 * Inside the folder of a collection, or `_posts`: only the first component below BASE (a length of PATH, its `/` counted)
 * and the file name are tested.
 */
bool visibility_shows_below(const struct visibility *visibility, struct slice path, size_t base);

/* Whether PATTERN, an entry of `include` or `exclude`, matches NAME (fnmatch, or plain prefix; `dir/`: that folder only). */
bool visibility_matches(const char *pattern, struct slice name, bool is_folder);

#endif
