/* badge.h - images that carry no content: build states, counters, tracking pixels (gemtext.md R16). */
#ifndef DOCUMENT_BADGE_H
#define DOCUMENT_BADGE_H

#include "document/sink.h"

/* By its host, its path or query, its size of a pixel, or its `data:` source. */
bool badge_is(const struct sink_image *image);

#endif
