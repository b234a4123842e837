/* keepsake.h - memory that one builder of a site leaves for the next one. */
#ifndef SERVER_KEEPSAKE_H
#define SERVER_KEEPSAKE_H

#include "base/buffer.h"
#include "base/error.h"

/* Such memory, empty; -1 with one line. The caller closes it. */
int keepsake_new(struct error *error);

/* Appends all that FD holds. Nothing, if it cannot be read or is larger than any builder would have left. */
void keepsake_read(int fd, struct buffer *out);

/* Makes FD hold TEXT and nothing else; nothing at all, if there is no room. */
void keepsake_write(int fd, struct slice text);

#endif
