/* watch.h - notices that a site's source has changed, wherever in its tree, and says so once per burst of changes. */
#ifndef SERVER_WATCH_H
#define SERVER_WATCH_H

#include "base/error.h"
#include "base/slice.h"

#include <event2/event.h>

struct watch;

/*
 * Watches the folder SITE with all folders below it, also those made later, and SITE itself being replaced (renamed
 * over, or a symbolic link that is moved on). Calls ON_CHANGE from the loop of BASE once nothing has changed for 100 ms, for
 * 20 ms if one file alone was closed or put in its place, or 400 ms after the first change of a burst that does not end.
 * Left out is what a site never publishes and what changes often: hidden files and folders, `_site`, `node_modules`, editors'
 * copies (`x~`, `#x#`). NULL with one line if the system does not allow it.
 */
struct watch *watch_new(struct event_base *base, const char *site, void (*on_change)(void *context), void *context,
                        struct error *error);
void watch_free(struct watch *watch); /* NULL is fine */

/* True if something has changed that ON_CHANGE has not been called for yet. NULL sees nothing. */
bool watch_is_due(struct watch *watch);

/* True if WATCH already sees what changes in FOLDER. NULL sees nothing. */
bool watch_covers(const struct watch *watch, const char *folder);

#endif
