/* leftover.h - what a theme brings along and its user has forgotten: a word about each (jekyll.md 9). */
#ifndef SITE_LEFTOVER_H
#define SITE_LEFTOVER_H

struct site;

/* Notes every published page and document that is called as the samples of the usual themes are. */
void leftover_report(struct site *site);

#endif
