/* compose.h - one page of a site as a document: the author's text, and what stands around it (jekyll.md 8.7-8.10, 10). */
#ifndef SITE_COMPOSE_H
#define SITE_COMPOSE_H

#include "document/document.h"
#include "document/reader.h"
#include "site/site.h"

/*
 * A finished document of ENTRY, a page, document or post, whose source text without front matter is BODY: profile block on
 * the home page, headers of documents, text, foot. A redirect that leaves the capsule, with an empty BODY, gives a short
 * page with one link. What the document names is lent from SITE. READER_REFUSED leaves *DOCUMENT NULL (fallback:
 * compose_source).
 */
enum reader_end compose_page(const struct site *site, const struct entry *entry, struct slice body,
                             struct findings *findings, struct document **document);

/* The fallback: title, source as a preformatted block, foot (hardening.md 4.2.6). */
struct document *compose_source(const struct site *site, const struct entry *entry, struct slice body);

#endif
