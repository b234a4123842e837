/* author.h - the names in the author field of a bibliography's entry. Pure. */
#ifndef SITE_AUTHOR_H
#define SITE_AUTHOR_H

#include "base/slice.h"

/* LaTeX as written, lent. A name that is not in parts, such as a group's in braces, is all LAST. */
struct author {
    struct slice first, last;
    bool is_others; /* `and others` */
};

/* Moves the next of the names, which are joined by `and` outside of braces, out of *NAMES. False at their end. */
bool author_take(struct slice *names, struct author *author);

#endif
