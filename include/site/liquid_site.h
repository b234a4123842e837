/* liquid_site.h - what Liquid sees of a site: properties of pages and documents, and the lists that it has of them. */
#ifndef SITE_LIQUID_SITE_H
#define SITE_LIQUID_SITE_H

#include "site/liquid_value.h"

/* The property KEY of ENTRY: of the front matter, or one that Jekyll makes ("url", "excerpt", "date"). */
struct value liquid_property(const struct scope *scope, const struct entry *entry, struct slice key);

/* `site.NAME`, where that is a list that Jekyll makes or a collection; *KNOWN says whether it is. */
struct value liquid_site_list(const struct scope *scope, struct slice name, bool *known);

/* The documents of COLLECTION in the order of a loop over `site.COLLECTION`. */
struct value liquid_documents(const struct scope *scope, struct slice collection);

/* The categories of ENTRY, or its tags, as a list of texts. */
struct value liquid_categories(const struct scope *scope, const struct entry *entry);
struct value liquid_tags(const struct scope *scope, const struct entry *entry);

#endif
