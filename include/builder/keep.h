/* keep.h - a page whose source cannot be read now, out of the running image (hardening.md 4.2.1). */
#ifndef BUILDER_KEEP_H
#define BUILDER_KEEP_H

#include "image/image_writer.h"

/*
 * Copies to WRITER all that PREVIOUS has of the page made from the file SOURCE: its replies, and what leads to it. *MENU is
 * then its menu, lent from PREVIOUS. False if PREVIOUS has no such page.
 */
bool keep_page(const struct image *previous, struct slice source, struct image_writer *writer, struct slice *menu);

#endif
