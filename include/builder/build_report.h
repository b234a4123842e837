/* build_report.h - what a build has published, path by path: for those who list it or write it to files. */
#ifndef BUILDER_BUILD_REPORT_H
#define BUILDER_BUILD_REPORT_H

#include "image/image_writer.h"
#include "site/site.h"

/* One canonical path. Everything is owned by the report. */
struct build_row {
    enum entry_kind kind;
    struct slice path, key, selector; /* as in struct entry */
    struct slice source;              /* empty for GENERATED */
    struct slice target;              /* of redirects, else empty */
    struct slice title;               /* its own, else its first heading; empty for files */
    size_t links;                     /* link lines of its gemtext */
};

struct build_report;
struct page_set;

/* An empty one; build_report_free ends it with all its texts. */
struct build_report *build_report_new(void);
void build_report_free(struct build_report *report); /* NULL is fine */

/* The rows in the order of their paths' bytes. Lent. */
size_t build_report_count(const struct build_report *report);
const struct build_row *build_report_row(const struct build_report *report, size_t index);

/* Adds a row for each entry of SET's site that WRITER holds; called by the builder, once. */
void build_report_fill(struct build_report *report, const struct page_set *set, struct image_writer *writer);

/* "page", "document", "post", "file", "redirect", "generated". */
const char *build_kind_name(enum entry_kind kind);

#endif
