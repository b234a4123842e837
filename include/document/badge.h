/* badge.h - images that carry no content: build states, counters, tracking pixels (gemtext.md R16). */
#ifndef DOCUMENT_BADGE_H
#define DOCUMENT_BADGE_H

#include "document/sink.h"

bool badge_is(const struct sink_image *image);

#endif
