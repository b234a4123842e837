/* bibliography_query.h - which entries of a bibliography are asked for, and how they are ordered and grouped. Pure. */
#ifndef SITE_BIBLIOGRAPHY_QUERY_H
#define SITE_BIBLIOGRAPHY_QUERY_H

#include "base/map.h"
#include "config/yaml.h"
#include "site/bibtex.h"

/* All lent from the arguments or the configuration. */
struct bibliography_query {
    struct slice file;  /* without folder and extension */
    struct slice query; /* "@*[selected=true]*", or empty for all */
    struct slice group; /* a field's name, or empty */
    struct slice sort;  /* a field's name */
    bool ascending, group_ascending;
    size_t most;             /* 0: all */
    bool only_cited;         /* ... of those that the page cites */
    bool is_selection;       /* QUERY asks for some that the author has selected, as on a front page */
    const struct map *cited; /* whose keys are in here; NULL: all are */
};

/* Reads the ARGUMENTS of the tag over the defaults of SCHOLAR, the configuration's node of that name (NULL is fine). */
void bibliography_query_read(struct slice arguments, const struct yaml *scholar, struct bibliography_query *query);

/*
 * Moves the entries that match to ORDERED, which has room for all, in the order that is asked for; returns how many. A
 * condition that is not understood is taken for true.
 */
size_t bibliography_query_select(const struct bibliography_query *query, const struct bibtex *bibtex,
                                 const struct bibtex_entry **ordered);

#endif
