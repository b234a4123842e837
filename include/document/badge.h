/* badge.h - images that carry no content: build states, counters, tracking pixels (gemtext.md R16). */
#ifndef DOCUMENT_BADGE_H
#define DOCUMENT_BADGE_H

#include "base/buffer.h"
#include "document/sink.h"

/* By its host (visitor maps and counters are badges, too), its path or query, its size of a pixel, or its `data:` source. */
bool badge_is(const struct sink_image *image);

/*
 * Appends what a badge says: its alt text, or, where that is empty or the maker's "Static Badge", the words in the path of
 * a static badge of shields.io (`/badge/Paper-arXiv-red` is "Paper arXiv").
 */
void badge_words(const struct sink_image *image, struct buffer *out);

#endif
