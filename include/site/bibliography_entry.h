/* bibliography_entry.h - one entry of a bibliography as an item of a list, and as what a text says to cite it. */
#ifndef SITE_BIBLIOGRAPHY_ENTRY_H
#define SITE_BIBLIOGRAPHY_ENTRY_H

#include "base/buffer.h"
#include "base/map.h"
#include "config/yaml.h"
#include "site/bibtex.h"

/* What the entries of one page share. */
struct bibliography_links {
    struct slice base;            /* stands before the folders of al-folio's files: the site's base path, or empty */
    const struct yaml *coauthors; /* _data/coauthors.yml: pages of people; NULL is fine */
    const struct yaml *venues;    /* _data/venues.yml: pages of journals and conferences, by their short names */
    struct map *linked;           /* URLs of both that the page has already: each stands there once */
    struct arena *arena;          /* where these live */
};

/*
 * Appends the entry as HTML, `li` included: title, authors, venue and date, remarks, the abstract unless IS_SHORT, links
 * (jekyll.md 10).
 */
void bibliography_entry_add(const struct bibtex_entry *entry, const struct bibliography_links *links, bool is_short,
                            struct buffer *html);

/* Appends it as sentences for a text: authors, title, venue and date, then its links. */
void bibliography_entry_refer(const struct bibtex_entry *entry, const struct bibliography_links *links,
                              struct buffer *html);

/* Appends "Sample, 2024", "Example & Sample, 2024" or "Example et al., 2024", as HTML. */
void bibliography_entry_cite(const struct bibtex_entry *entry, struct buffer *html);

/* Appends LaTeX as HTML text on one line. */
void bibliography_add_text(struct slice latex, struct buffer *html);

#endif
