/* file.h - whole small files, and memory that is handed over like a file. */
#ifndef SERVER_FILE_H
#define SERVER_FILE_H

#include "base/buffer.h"
#include "base/error.h"

#include <limits.h>

/* Appends all that FD holds from where it stands. False with one line that names NAME, also beyond LIMIT bytes. */
bool file_read(int fd, const char *name, size_t limit, struct buffer *content, struct error *error)
    __attribute__((warn_unused_result));

/* Writes all of TEXT; false and errno otherwise. */
bool file_write(int fd, struct slice text) __attribute__((warn_unused_result));

/* Memory behind a descriptor that holds TEXT, closed on exec; -1 with one line. The caller closes it. */
int file_memory(struct slice text, struct error *error);

/*
 * Memory of SIZE bytes, all zero, that processes are to share, closed on exec; -1 and errno. Its size is sealed, as a
 * process that could cut it could end the others by a bus error.
 */
int file_shared_memory(const char *name, size_t size);

/*
 * Appends all that the memory behind FD holds, and closes it; WIPE overwrites it first, for what nobody else may read
 * again. False with one line.
 */
bool file_take_memory(int fd, bool wipe, struct buffer *content, struct error *error)
    __attribute__((warn_unused_result));

/* PATH absolute and without links; its last segment need not exist yet. False if its folder does not. */
bool file_real_path(const char *path, char real[PATH_MAX]);

/* True if both hold the same bytes, at least one; they are regular files or memory. */
bool file_same(int one, int other);

#endif
