/* link_scan.h - the link targets in a page's source, found without parsing it: for what can be reached from where. Pure. */
#ifndef SITE_LINK_SCAN_H
#define SITE_LINK_SCAN_H

#include "base/slice.h"

/* Calls FOUND for each target of `](target "title")`, `[x]: target`, href= and src= in TEXT, but in code and comments; as written, lent. */
void link_scan(struct slice text, void (*found)(void *context, struct slice target), void *context);

#endif
