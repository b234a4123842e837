/* zone.h - how far a time zone is from UTC at a moment, by the system's zone files. */
#ifndef SITE_ZONE_H
#define SITE_ZONE_H

#include "base/slice.h"

#include <time.h>

/*
 * Minutes east of UTC in ZONE ("Asia/Singapore") at SECONDS; 0 for the empty, an unknown or a malformed name. The process
 * has one thread: TZ is set for the length of the call.
 */
int zone_offset(struct slice zone, time_t seconds);

#endif
