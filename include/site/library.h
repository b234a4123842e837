/*
 * library.h - what a site's pages draw on besides their own text: data files, included files, lists of documents. Each is
 * read when it is first asked for and kept as long as the library, which belongs to one build.
 */
#ifndef SITE_LIBRARY_H
#define SITE_LIBRARY_H

#include "base/arena.h"
#include "config/yaml.h"

struct entry;
struct library;
struct site;

/* A file that pages splice in; lent from the library. */
struct included {
    struct slice path; /* below the site's root */
    struct slice text; /* behind its front matter, if it has one */
    unsigned line;     /* of the first byte of TEXT */
};

/* Documents of one collection, published or not, in its order (jekyll.md 2.4). */
struct shelf {
    const struct entry **items; /* of an unpublished document: without a path */
    size_t count;
};

/* SITE is lent and must outlive it. */
struct library *library_new(const struct site *site);
void library_free(struct library *library); /* NULL is fine */

/* The site it was made for. */
const struct site *library_site(const struct library *library);

/* Where values of expressions and generated texts live. */
struct arena *library_arena(struct library *library);

/* The tree of the data file NAME (`_data/NAME.yml`, .yaml, .json, .csv or .tsv); NULL if there is none or it is broken. */
const struct yaml *library_data(struct library *library, struct slice name);

/*
 * The file PATH below the site's root, at most 1 MiB of it; NULL if there is none, if it lies outside the root or behind
 * `..`, or if it looks like a private key.
 */
const struct included *library_include(struct library *library, struct slice path);

/* An included file that somebody was writing (rest.h), and that is missing therefore; empty if there was none. NULL has none. */
struct slice library_written(const struct library *library);

/* The length of the longest BibTeX file that was included so far. */
size_t library_longest_bibliography(const struct library *library);

/* The post that `post_url NAME` means ("2024-05-07-hello", also with its folder in front), or NULL. */
const struct entry *library_post(struct library *library, struct slice name);

/* A page whose source file is called NAME, with or without its extension, whatever its folder; or NULL. */
const struct entry *library_named(struct library *library, struct slice name);

/* The documents of the collection NAME; NULL if the site declares none of that name. */
const struct shelf *library_shelf(struct library *library, struct slice name);

/* Notes that the page ENTRY lists the collection NAME, and calls VISIT for each page that does (feed.h). */
void library_note(struct library *library, struct slice name, const struct entry *entry);
void library_listers(const struct library *library, struct slice name,
                     void (*visit)(void *context, const struct entry *lister), void *context);

/* The text of a document on a shelf, as in its file; empty if it cannot be read. Lent. */
struct slice library_text(struct library *library, const struct entry *entry);

#endif
