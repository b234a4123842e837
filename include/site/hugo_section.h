/* hugo_section.h - the folders of a Hugo site that have a page which lists what lies in them (jekyll.md 7.1). */
#ifndef SITE_HUGO_SECTION_H
#define SITE_HUGO_SECTION_H

#include "base/buffer.h"
#include "site/hugo.h"
#include "site/library.h"

struct hugo_section {
    const struct hugo_language *language;
    struct slice folder;       /* below the content folder, with its final '/'; empty: a home page */
    struct slice collection;   /* what its pages say they belong to: "posts", "fr/posts" */
    const struct entry *entry; /* its own page; NULL: none */
    size_t count;              /* of its pages */
    bool is_dated, is_weighted;
    bool is_unrendered;           /* its author wants no page of it */
    bool is_taxonomy;             /* it lists the terms of one */
    struct slice term;            /* of a taxonomy, as a page wrote it first; empty: none */
    const struct entry **members; /* own array; TERM: the pages under it, wherever they belong */
    size_t member_count, member_capacity;
};

/* The section at FOLDER, made when it is first asked for. */
struct hugo_section *hugo_section_at(struct site *site, const struct hugo_language *language, struct slice folder);

/* The innermost section around a page in FOLDER: the outermost folder always is one. NULL for the content folder itself. */
struct hugo_section *hugo_section_around(struct site *site, const struct hugo_language *language, struct slice folder);

/* Makes ENTRY, a page with all but its path, one of SECTION's; of a blog's, a post. NULL for SECTION is fine. */
void hugo_section_join(struct hugo_section *section, struct entry *entry);

/* Makes SECTION that of TERM, under which ENTRY stands. */
void hugo_section_add_member(struct hugo_section *section, struct slice term, const struct entry *entry);

/*
 * All pages have their places: adds the pages that only a theme would make, of sections without a file of their own and
 * of the home, and makes each section a collection.
 */
void hugo_sections_finish(struct site *site);

/* True if ENTRY is a section's or a home page, which lists others. */
bool hugo_section_has(const struct site *site, const struct entry *entry);

/* Appends what ENTRY, if it is a section's or a home page, lists below its text BODY. */
void hugo_section_list(struct library *library, const struct entry *entry, struct slice body, struct buffer *html);

#endif
