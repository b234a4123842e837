/* media_type.h - a file's media type and Gopher item type, by its name. */
#ifndef BASE_MEDIA_TYPE_H
#define BASE_MEDIA_TYPE_H

#include "base/slice.h"

struct media_type {
    const char *name; /* "application/pdf" */
    char item;        /* '0', '9', 'I', 'g' (gopher.md 0.9) */
};

/* By extension, letters without regard to case; application/octet-stream and '9' for an unknown one. Never NULL. */
const struct media_type *media_type_find(struct slice path);

#endif
