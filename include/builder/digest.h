/* digest.h - which pages of the running image are still right, so that a build need not convert them again. */
#ifndef BUILDER_DIGEST_H
#define BUILDER_DIGEST_H

#include "builder/page_set.h"
#include "image/image_writer.h"

/* Sums up what all pages of SET share, and sees whether the running image was made with the same. */
void digest_site(struct page_set *set);

/*
 * True if the running image has PAGE from the file version of its memo (memos.h), on the same site: then it is PAGE_KEPT, and
 * its text need not be read.
 */
bool digest_recall(struct page_set *set, struct page *page);

/*
 * All pages of SET that are not kept yet have their texts: those that the running image has from the same text, on the same
 * site, become PAGE_KEPT. Memos get what digest_recall will ask for.
 */
void digest_keep(struct page_set *set);

/*
 * True if the next build may take PAGE as it is. One that is not shown as its author means it, or about which something was
 * found, is made anew: what there is to say about it must be said of every build.
 */
bool digest_may_keep(const struct page *page);

/* Notes in WRITER what those of SET's pages that may be kept were made from. */
void digest_publish(const struct page_set *set, struct image_writer *writer);

#endif
