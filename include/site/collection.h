/* collection.h - the collections that a site's configuration declares (jekyll.md 1.3). */
#ifndef SITE_COLLECTION_H
#define SITE_COLLECTION_H

#include "base/arena.h"
#include "config/yaml.h"

struct collection {
    struct slice name;
    struct slice folder;    /* below the root, with its final '/': "_publications/" */
    struct slice permalink; /* its own template; empty: the site's style decides */
    bool output;            /* its documents have pages */
};

struct collections {
    struct collection *items; /* `posts` is always there, first */
    size_t count;
    struct slice base; /* the folder that all of them lie in (`collections_dir`), with its final '/'; or empty */
};

/* What CONFIG declares, a list or a map; NULL for CONFIG is fine. Its items live in ARENA. */
void collections_read(const struct yaml *config, struct arena *arena, struct collections *collections);

/* The collection whose folder PATH lies in, never `posts` (its files may lie in any `_posts`), or NULL. */
const struct collection *collections_of(const struct collections *collections, struct slice path);

/* Whether the folder PATH may hold files of a collection, or leads to one that does. */
bool collections_enter(const struct collections *collections, struct slice path);

/* By its name, or NULL. */
const struct collection *collections_find(const struct collections *collections, struct slice name);

/* For a path in a folder `_posts` that Jekyll looks into: the length of PATH up to and with that folder's '/', else 0. */
size_t collections_posts_base(const struct collections *collections, struct slice path);

#endif
