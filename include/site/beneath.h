/* beneath.h - opens files below the site's root and nothing else, whatever `..` and symbolic links say (jekyll.md 1.8). */
#ifndef SITE_BENEATH_H
#define SITE_BENEATH_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/rest.h"

#include <sys/stat.h>

/*
 * A descriptor of PATH (relative; empty: the root itself) opened with FLAGS and O_CLOEXEC, or -1 with errno. Links that
 * lead out of ROOT fail. Where the kernel lacks openat2, every link fails.
 */
int beneath_open(int root, struct slice path, int flags);

/* The same for a path as beneath_real_path tells it: every link fails. Takes no memory. */
int beneath_open_real(int root, const char *path, int flags);

/* Where FD, opened beneath ROOT, is found without symbolic links, relative to ROOT; in ARENA. Empty if the kernel does not tell. */
struct slice beneath_real_path(int root, int fd, struct arena *arena);

/* The same for a regular file to be read; never waits for a FIFO. *STATUS is the file's. -1 for anything else. */
int beneath_open_file(int root, struct slice path, struct stat *status);

/*
 * Appends at most LIMIT bytes of PATH to OUT, all of one version of it (rest.h). False with errno if it cannot be read, EBUSY if
 * somebody is writing it and has not ended after half a second.
 */
bool beneath_read(int root, struct slice path, size_t limit, struct buffer *out);

/* The same; *REST gets what was found of the file, except on false. */
bool beneath_read_resting(int root, struct slice path, size_t limit, struct buffer *out, struct rest *rest);

/* Appends what FD holds from its offset on, at most LIMIT bytes. */
bool beneath_read_all(int fd, size_t limit, struct buffer *out);

#endif
