/* watching.h - all folders whose changes are published: those of the sites, and that of the certificates. */
#ifndef SERVER_WATCHING_H
#define SERVER_WATCHING_H

#include "server/edition.h"

#include <event2/event.h>

struct watching;

/* Watches nothing yet. ON_CHANGE(CONTEXT) is called from the loop of BASE once a burst of changes is over (watch.h). */
struct watching *watching_new(struct event_base *base, void (*on_change)(void *context), void *context);
void watching_free(struct watching *watching); /* NULL is fine */

/*
 * From now on the folders of EDITION are watched, and its certificate folder CERTS; those that were watched already go on
 * without a gap. What cannot be watched is named in the log.
 */
void watching_set(struct watching *watching, const struct edition *edition, const char *certs);

/* True if something has changed that ON_CHANGE has not been called for yet. */
bool watching_is_due(struct watching *watching);

/* Whether SITE may have changed since what is served was read: true for one that is not watched. */
bool watching_has_changed(const struct watching *watching, const char *site);

/* What has changed until now is about to be read; it counts as changed until watching_end_reading. */
void watching_begin_reading(struct watching *watching);

/* What was read is served. */
void watching_end_reading(struct watching *watching);

#endif
