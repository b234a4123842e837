/* edition_site.h - reads one site into an edition, up to the image: for edition.c alone. */
#ifndef SERVER_EDITION_SITE_H
#define SERVER_EDITION_SITE_H

#include "server/edition.h"

/*
 * Opens the site that OPTIONS name, with the settings of the whole server, for the ports of LISTENERS. The image of an
 * image file is complete, and hosts and public ports are those that it was made for. False with one line.
 */
bool edition_site_first(struct edition *edition, const struct master_options *options,
                        const struct listeners *listeners, struct error *error) __attribute__((warn_unused_result));

/*
 * Opens the further site that ENTRY, an item of the setting `site` of FIRST, names. What is set for the whole server is
 * FIRST's. False with one line.
 */
bool edition_site_further(struct edition *edition, const char *entry, const struct edition *first,
                          const struct master_options *options, struct error *error)
    __attribute__((warn_unused_result));

#endif
