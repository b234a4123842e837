/* furniture.h - what stands around a page's own text, as events for its document (jekyll.md 8.7, 8.8, 8.10, 10). */
#ifndef SITE_FURNITURE_H
#define SITE_FURNITURE_H

#include "document/document.h"
#include "site/site.h"

/* True if the page is the home page and its title says nothing: then the owner's name is its heading. */
bool furniture_names_owner(const struct site *site, const struct entry *entry);

/*
 * The profile block: bio, employer and location, links, picture. Nothing is written for what the site does not say, nor
 * again for links and the picture of a page whose BODY introduces its owner itself.
 */
void furniture_profile(const struct site *site, struct slice body, struct document *document);

/* The lines below a document's title: of publications, talks, teaching and posts. Links that BODY, its text, has as well
 * stand there. */
void furniture_header(const struct entry *entry, struct slice body, struct document *document);

/* Behind the text of a publication: its citation as a quote, unless BODY holds it. */
void furniture_citation(const struct entry *entry, struct slice body, struct document *document);

/* Below a post's text: the ones before and after it. */
void furniture_neighbours(const struct site *site, const struct entry *entry, struct document *document);

/* Instead of a text that is empty: the pages below this one that the navigation reaches, else one line. */
void furniture_filler(const struct site *site, const struct entry *entry, struct document *document);

/* The foot: home, navigation, the page on the web. */
void furniture_foot(const struct site *site, const struct entry *entry, struct document *document);

#endif
