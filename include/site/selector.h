/* selector.h - the ASCII form of a path that Gopher menus name (architecture.md, "A path's forms"; gopher.md 0.8). */
#ifndef SITE_SELECTOR_H
#define SITE_SELECTOR_H

#include "base/arena.h"
#include "base/map.h"

/* True if KEY, a decoded path, can be a selector as it is. */
bool selector_is_plain(struct slice key);

/*
 * The selector of KEY, in ARENA: KEY itself if it is plain, else an alias that no path of TAKEN has. TAKEN holds every
 * plain key and the aliases given so far; a new alias is put there with OWNER.
 */
struct slice selector_make(struct slice key, struct map *taken, void *owner, struct arena *arena);

#endif
