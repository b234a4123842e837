/* said.h - which findings the log has named, so that a reload names only what is new: in a keepsake (keepsake.h). */
#ifndef SERVER_SAID_H
#define SERVER_SAID_H

#include "base/finding.h"

/*
 * Sets IS_NEW, an array with a place for each of FINDINGS, to whether FD does not know it, and makes FD know FINDINGS and
 * no others. A finding that has only moved to another line is known. With an FD that cannot be used, all are new.
 */
void said_sift(int fd, const struct findings *findings, bool *is_new);

#endif
