/*
 * said.h - which findings the log has named, so that a reload names only what is new: memory that one builder of a site
 * leaves for the next one.
 */
#ifndef SERVER_SAID_H
#define SERVER_SAID_H

#include "base/error.h"
#include "base/finding.h"

/* Such memory, in which nothing has been said; -1 with one line. The caller closes it. */
int said_new(struct error *error);

/*
 * Sets IS_NEW, an array with a place for each of FINDINGS, to whether FD does not know it, and makes FD know FINDINGS and
 * no others. A finding that has only moved to another line is known. With an FD that cannot be used, all are new.
 */
void said_sift(int fd, const struct findings *findings, bool *is_new);

#endif
