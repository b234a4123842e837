/* hugo_taxonomy.h - tags, categories and the like: pages that list the pages under one word (jekyll.md 7.1). */
#ifndef SITE_HUGO_TAXONOMY_H
#define SITE_HUGO_TAXONOMY_H

#include "site/hugo.h"

struct entry;

/* Whether NAME is what the site calls one of them, which is also the folder of its pages: "tags". */
bool hugo_is_taxonomy(const struct hugo *hugo, struct slice name);

/* Adds ENTRY to the sections of the words that its front matter has for each taxonomy. */
void hugo_taxonomy_collect(struct site *site, const struct hugo_language *language, const struct entry *entry);

#endif
