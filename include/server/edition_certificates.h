/* edition_certificates.h - which pair of the certificate folder each host of an edition has: for edition.c alone. */
#ifndef SERVER_EDITION_CERTIFICATES_H
#define SERVER_EDITION_CERTIFICATES_H

#include "server/edition.h"

/*
 * Loads a certificate for every host of EDITION out of FOLDER: the pair of the host's own name; else, for a host of a
 * further site, that of the site's first host; else the common one, if it names the host. The common pair is made at the
 * first start (FIRST), when the first site has none; a further site that has none gets one of its own whenever it comes.
 * After the start no certificate may have expired. False with one line.
 */
bool edition_certificates_read(struct edition *edition, const char *folder, bool first, struct error *error)
    __attribute__((warn_unused_result));

#endif
