/* image_memory.h - anonymous memory behind a descriptor, which nobody can change any more once it is sealed. */
#ifndef IMAGE_IMAGE_MEMORY_H
#define IMAGE_IMAGE_MEMORY_H

#include "base/error.h"

/* An empty memfd, closed on exec; -1 and errno if the system gives none. The caller closes it. */
int image_memory_new(void);

/* Forbids for ever to write to FD or to change its size: from now on every mapping of it stays what it is. */
bool image_memory_seal(int fd, struct error *error) __attribute__((warn_unused_result));

/* True if FD is sealed like that. A file on disk never is: whoever maps one can be cut short by SIGBUS. */
bool image_memory_is_sealed(int fd);

#endif
