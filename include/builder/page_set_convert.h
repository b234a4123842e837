/* page_set_convert.h - from the texts of pages to their replies, in disposable children (hardening.md 4.2). */
#ifndef BUILDER_PAGE_SET_CONVERT_H
#define BUILDER_PAGE_SET_CONVERT_H

#include "builder/page_set.h"

/*
 * Converts every page that could be read; afterwards all of them are PAGE_DONE, guilty ones as their source
 * or as one sentence. FINDINGS get what the children found, page by page in order, and one finding for each guilty
 * page.
 */
bool page_set_convert(struct page_set *set, struct findings *findings, struct error *error)
    __attribute__((warn_unused_result));

#endif
