/* permalink.h - templates of paths, their placeholders, and the cleaning after them (jekyll.md 2.1-2.3). Pure. */
#ifndef SITE_PERMALINK_H
#define SITE_PERMALINK_H

#include "base/buffer.h"
#include "base/date.h"

/* What a document's placeholders stand for. */
struct permalink_fields {
    struct slice collection;        /* its name */
    struct slice path;              /* inside the collection, without extension, date kept */
    struct slice slug;              /* front matter's slug, else the file name's without date */
    struct slice name;              /* the file name without extension, date kept */
    struct slice output_ext;        /* ".html", or the file's own */
    const struct slice *categories; /* as written, in order */
    size_t category_count;
    struct date date;
};

/* A page's: the only three placeholders it knows. */
struct permalink_page {
    struct slice folder, basename, output_ext;
};

/* The template of posts under the site's style PERMALINK (a built-in name or a template); "date" for the empty one. */
struct slice permalink_post_template(struct slice permalink);

/* What that style hangs onto the paths of pages and documents: "/", ":output_ext" or nothing. */
struct slice permalink_suffix(struct slice permalink);

/* TEMPLATE with all placeholders replaced and encoded; false if it holds one that does not exist, which *BAD then is. */
bool permalink_expand(struct slice template, const struct permalink_fields *fields, struct buffer *out,
                      struct slice *bad);

/* The same for a page; unknown placeholders stay as they are. */
void permalink_expand_page(struct slice template, const struct permalink_page *page, struct buffer *out);

/* 2.3: one `/` in front, no `..`, no `./`, no `//`. */
void permalink_clean(struct slice raw, struct buffer *out);

/* The canonical spelling of a decoded path: all but the path characters of RFC 3986 percent-encoded. */
void permalink_encode(struct slice key, struct buffer *out);

#endif
