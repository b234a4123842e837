/* hugo_date.h - the dates of a Hugo page, and whether it is published now (jekyll.md 7.1). */
#ifndef SITE_HUGO_DATE_H
#define SITE_HUGO_DATE_H

#include "site/head.h"
#include "site/hugo.h"

struct hugo_dates {
    struct date date, publish, expiry;
    bool has_date, has_publish, has_expiry;
    struct slice slug; /* what the file's name says behind its date, where DATE is out of it; else empty */
};

/*
 * What META says, or the file's NAME without its ending, in the order of the site's `frontmatter`, else Hugo's. Dates without an offset are in
 * the site's zone.
 */
void hugo_dates_read(const struct site *site, const struct yaml *meta, struct slice name, struct hugo_dates *dates);

/* Whether Hugo would build such a page now: no draft, not in the future, not expired, unless the site wants these. */
bool hugo_is_built(const struct site *site, const struct yaml *meta, const struct hugo_dates *dates);

#endif
