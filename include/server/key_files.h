/*
 * key_files.h - the pairs of an edition as its master has them: the chains, and of the keys a descriptor each, whose bytes it
 * does not read.
 *
 * The descriptor is of a copy that the kernel has made, and that nobody can change: what runs keeps its key whatever happens
 * to the file.
 */
#ifndef SERVER_KEY_FILES_H
#define SERVER_KEY_FILES_H

#include "server/certificate.h"
#include "server/private_key.h"

#include <sys/types.h>

/* Where a key came from: a file that has been written to or replaced since is another one. */
struct key_source {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec modified, changed;
};

/* { 0 } has none. */
struct key_files {
    struct buffer pairs; /* of each: the path of its chain, that of its key, the chain; all ended by NUL */
    int *keys;           /* owned; as many as pairs, in their order */
    struct key_source *sources;
    size_t count;
};

/* Adds the key at PATHS, of which CHAIN is the chain. False with one line: the file cannot be read, or by everybody. */
bool key_files_add(struct key_files *files, const struct certificate_paths *paths, struct slice chain,
                   struct error *error) __attribute__((warn_unused_result));
void key_files_clear(struct key_files *files);

/* True if the same files belong to the same chains. */
bool key_files_same(const struct key_files *one, const struct key_files *other);

/*
 * In the keyholder: reads the keys of PAIRS (key_files.pairs) from descriptors at FIRST and following, which are closed.
 * *KEYS and what it holds belong to the caller, who has *COUNT of them. False with one line if one is no key, not that of
 * its chain, or of a kind that TLS does not sign with; then there are none.
 */
bool key_files_read(struct slice pairs, int first, struct private_key ***keys, size_t *count, struct error *error)
    __attribute__((warn_unused_result));

#endif
