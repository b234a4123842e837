/* stamp.h - a number for one version of a file: another version has another number, size or time, and so another stamp. */
#ifndef SITE_STAMP_H
#define SITE_STAMP_H

#include <stdint.h>

#include "base/rest.h"
#include "base/slice.h"

/* That of PATH, of which *STATUS tells. Never 0. */
uint64_t stamp_of(struct slice path, const struct stat *status);

/*
 * That of PATH as it was read at *REST; 0 if one more change could leave it as it is: too little time had passed since the last
 * one for the file system's clock, or somebody has the file open for writing.
 */
uint64_t stamp_of_read(struct slice path, const struct rest *rest);

#endif
