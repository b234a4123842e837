/* bibtex.h - the entries of a BibTeX file, read by libbtparse. */
#ifndef SITE_BIBTEX_H
#define SITE_BIBTEX_H

#include "base/arena.h"
#include "base/finding.h"

struct bibtex_field {
    struct slice name;  /* lower case */
    struct slice value; /* macros expanded, strings pasted, white space collapsed; LaTeX as written */
};

struct bibtex_entry {
    struct slice type, key; /* the type in lower case */
    const struct bibtex_field *fields;
    size_t field_count;
};

struct bibtex {
    struct bibtex_entry *items; /* in the order of the file; own array */
    size_t count, capacity;
};

/*
 * Reads TEXT, whose first line is line LINE of FILE; strings live in ARENA. An entry that is broken, longer than 64 KiB or
 * has more than 64 fields is left out, with a finding. The library keeps its state in globals and ends the process when
 * it is beyond its means: to be called only in a process that may end (a converter child).
 */
void bibtex_read(struct slice text, const char *file, unsigned line, struct arena *arena, struct findings *findings,
                 struct bibtex *bibtex);

/* Frees its array. */
void bibtex_clear(struct bibtex *bibtex);

/* The value of the field NAME, or empty. */
struct slice bibtex_field(const struct bibtex_entry *entry, const char *name);

#endif
