/* places.h - where a page's replies lie in an image, remembered from one build to the next. */
#ifndef BUILDER_PLACES_H
#define BUILDER_PLACES_H

#include "builder/published.h"

/* The image of SET is finished: the memos (memos.h) of pages that may be kept as they are get the places of their replies. */
void places_note(const struct page_set *set);

/* Fills in PUBLISHED, for the page of its entry, from what its memo says of PREVIOUS, in ARENA. False if that is nothing. */
bool places_recall(struct published *published, const struct image *previous, struct arena *arena);

#endif
