/*
 * fence.h - keeps the private keys apart from a site in whose folder they lie (`capsule serve` without arguments).
 *
 * Landlock allows and never forbids: what lies below an allowed folder can be read. So the folder of a site that holds the
 * keys is not allowed as a whole, but every entry of it except the one with the keys.
 */
#ifndef SERVER_FENCE_H
#define SERVER_FENCE_H

#include "config/setting.h"

#include <stdint.h>

/* Appends what is to be kept, by its real path: the folder CERTS, and each key in it, which may be a link. */
void fence_list(const char *certs, struct text_list *kept);

/*
 * Calls VISIT with descriptors below ROOT, which hold together all that is there but KEPT: of regular files and of folders
 * that are WHOLE, and of those folders in which some entry is kept. Without any it is ROOT alone. False as soon as VISIT
 * is, or if a folder cannot be read (errno).
 */
bool fence_walk(int root, const struct text_list *kept, bool (*visit)(void *context, int fd, bool whole), void *context)
    __attribute__((warn_unused_result));

/*
 * 0 if nothing below ROOT is kept. Else a number that changes when an entry beside what is kept is replaced by another of
 * the same name: whoever was allowed the old one needs to be allowed the new one.
 */
uint64_t fence_mark(int root, const struct text_list *kept);

#endif
