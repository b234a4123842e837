/* page_convert.h - one page through the translator: runs in a converter child. */
#ifndef BUILDER_PAGE_CONVERT_H
#define BUILDER_PAGE_CONVERT_H

#include "builder/page_set.h"

/* Appends the frame of PAGE, made by CONVERSION. */
void page_convert(const struct page_set *set, const struct page *page, enum conversion conversion,
                  struct buffer *frame);

#endif
