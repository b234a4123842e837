/* privileges.h - from root, who was needed for a port, to a user who is needed for nothing. */
#ifndef SERVER_PRIVILEGES_H
#define SERVER_PRIVILEGES_H

#include "base/error.h"

/*
 * Becomes USER, with the groups that he is in, for good: that there is no way back is tried. NULL, or a process that is not
 * root's: nothing is to be done. False with one line, then the process must not go on.
 */
bool privileges_drop(const char *user, struct error *error) __attribute__((warn_unused_result));

#endif
