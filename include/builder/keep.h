/* keep.h - what cannot be read now, out of the running image (hardening.md 4.2.1). */
#ifndef BUILDER_KEEP_H
#define BUILDER_KEEP_H

#include "base/arena.h"
#include "image/image_writer.h"
#include "site/site.h"

/* What PREVIOUS publishes of files, in ARENA: pages by their Gemini keys, and files as they are. *COUNT is how many. */
const struct former *keep_list(const struct image *previous, struct arena *arena, size_t *count);

/* What was kept: how many pages and files, and the pages' menus, lent from the image. */
struct kept {
    unsigned pages, files;
    struct slice *menus;
};

/*
 * Copies to WRITER all that PREVIOUS has of what SITE has lost: replies, and what leads to them. What the caller needs to
 * know of it lives in ARENA.
 */
struct kept keep_lost(const struct image *previous, const struct site *site, struct image_writer *writer,
                      struct arena *arena);

#endif
