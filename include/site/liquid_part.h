/* liquid_part.h - parts of themes that show an author's own data, as Liquid of our own: for themes that are not in the tree. */
#ifndef SITE_LIQUID_PART_H
#define SITE_LIQUID_PART_H

#include "site/library.h"

/* What stands for the include NAME, with or without an extension; NULL if none does. Static. */
const struct included *liquid_part_find(struct slice name);

#endif
