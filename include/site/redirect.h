/* redirect.h - old paths that lead to new ones: redirect_from and redirect_to (jekyll.md 2.5). */
#ifndef SITE_REDIRECT_H
#define SITE_REDIRECT_H

struct site;

/* Adds an entry for every `redirect_from` of a published page; a page that is there beats it, with a finding. */
void redirect_add_sources(struct site *site);

/*
 * Gives every redirect the canonical path at the end of its way, or an absolute URL outside the capsule. One that leads
 * in a circle or nowhere is dropped, with a finding.
 */
void redirect_settle(struct site *site);

#endif
