/* hugo_path.h - the paths that Hugo gives to pages (jekyll.md 7.1). Pure. */
#ifndef SITE_HUGO_PATH_H
#define SITE_HUGO_PATH_H

#include "base/buffer.h"
#include "base/date.h"

/* What a page's path is made from; all as written. */
struct hugo_page {
    struct slice prefix; /* of its language: "/fr" */
    struct slice folder; /* below the content folder, with its final '/', or empty */
    struct slice name;   /* the file's without extension and language, or the bundle's folder's; empty for a section */
    struct slice title, slug, url;
    struct slice pattern; /* of the section's permalinks; empty: none */
    struct date date;
    bool keeps_case; /* `disablePathToLower` */
    bool is_ugly;    /* `uglyURLs` */
};

/* TEXT as parts of a path: blanks become `-`, what a path cannot hold goes, in lower case unless KEEPS_CASE. */
void hugo_path_clean(struct slice text, bool keeps_case, struct buffer *out);

/* The path of PAGE; false if its pattern holds a placeholder that does not exist, which *BAD then is. */
bool hugo_path_make(const struct hugo_page *page, struct buffer *out, struct slice *bad);

/* Where the alias TEXT of the page at PATH stands: one that does not begin at the root lies beside the page. */
void hugo_path_alias(struct slice path, struct slice text, struct buffer *out);

#endif
