/*
 * fingerprint.h - what the pages of a site are made from besides their own texts, so that a build can tell which of the last
 * one's pages are still right.
 */
#ifndef SITE_FINGERPRINT_H
#define SITE_FINGERPRINT_H

#include "base/buffer.h"

struct site;

/* While the site is read: notes the versions of all files but its pages. */
void fingerprint_files(struct site *site);

/*
 * Appends a description of all that pages share: settings, every entry, the navigation, the versions of all other files. Two
 * builds with the same bytes make the same of the same expanded text (liquid.h). False, and nothing may be kept, while
 * something of the site cannot be read.
 */
bool site_fingerprint(const struct site *site, struct buffer *out);

#endif
