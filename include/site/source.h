/* source.h - a source file as an entry: its name taken apart, its front matter read, its path placed. */
#ifndef SITE_SOURCE_H
#define SITE_SOURCE_H

#include "site/head.h"
#include "site/place.h"

/* A path taken apart; all lent. */
struct source_parts {
    struct slice folder; /* with its final '/', or empty */
    struct slice name;
    struct slice basename;  /* the name without extension */
    struct slice extension; /* with its dot; empty without one */
};

/* A name that begins with its only dot has no extension. */
struct source_parts source_split(struct slice path);

/* What the file becomes on the web: ".html" for Markdown, else its own extension unless Jekyll compiles it. */
struct slice source_output_extension(const struct site *site, const struct source_parts *parts);
bool source_is_html_extension(struct slice extension);

/*
 * An entry for SOURCE with what its HEAD says (NULL: a file without front matter). One with `redirect_to` is a redirect,
 * whatever KIND says. Its path is still to be set.
 */
struct entry *source_entry(struct site *site, enum entry_kind kind, struct slice source, const struct head *head);

/*
 * Cleans RAW, which is cleared, and adds ENTRY as a candidate for that path. What is no HTML becomes a file, or, as a
 * template for the web, none at all (jekyll.md 1.7).
 */
void source_place(struct site *site, struct placement *placement, struct entry *entry, enum place_rank rank,
                  size_t collection, struct buffer *raw, struct slice output_ext);

#endif
