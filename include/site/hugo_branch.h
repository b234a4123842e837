/* hugo_branch.h - what the sections around a page say for it: front matter that they hand down, or that all is a draft. */
#ifndef SITE_HUGO_BRANCH_H
#define SITE_HUGO_BRANCH_H

#include "site/hugo_item.h"

struct hugo_branches;

/* SITE is lent. */
struct hugo_branches *hugo_branches_new(struct site *site);
void hugo_branches_free(struct hugo_branches *branches); /* NULL is fine */

/* Notes ITEM, the page of a section, whose front matter is META; IS_BROKEN: nobody knows what it says. */
void hugo_branches_add(struct hugo_branches *branches, const struct hugo_item *item, const struct yaml *meta,
                       bool is_broken);

/*
 * META, the front matter of ITEM, with what the `cascade` of its own page, of the sections around it, the innermost first,
 * and of the configuration say besides. Lives as long as the site. All branches are noted.
 */
const struct yaml *hugo_branches_apply(const struct hugo_branches *branches, const struct hugo_item *item,
                                       const struct yaml *meta);

/* Whether a section around ITEM is not built: then nothing in it is. */
bool hugo_branches_hide(const struct hugo_branches *branches, const struct hugo_item *item);

#endif
