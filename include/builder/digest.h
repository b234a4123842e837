/* digest.h - which pages of the running image are still right, so that a build need not convert them again. */
#ifndef BUILDER_DIGEST_H
#define BUILDER_DIGEST_H

#include "builder/page_set.h"
#include "image/image_writer.h"

/*
 * All pages of SET have their texts: those that the running image has from the same text, on the same site, become
 * PAGE_KEPT.
 */
void digest_keep(struct page_set *set);

/*
 * Notes in WRITER what SET's pages were made from. One that is not shown as its author means it, or about which something was
 * found, is made anew next time: what there is to say about it must be said of every build.
 */
void digest_publish(const struct page_set *set, struct image_writer *writer);

#endif
