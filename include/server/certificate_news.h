/* certificate_news.h - what a log should say of the certificates of a new edition. */
#ifndef SERVER_CERTIFICATE_NEWS_H
#define SERVER_CERTIFICATE_NEWS_H

#include "server/edition.h"

/*
 * Logs the fingerprint at the start (BEFORE is NULL), and which certificate of EDITION names a host wrongly, will expire
 * within 30 days, or has another public key than the one that BEFORE had for that host. FOLDER is for messages. What BEFORE
 * had is not news.
 */
void certificate_news(const struct edition *edition, const struct edition *before, const char *folder);

/* Whether CERTIFICATE expires within 30 days of NOW, or has expired. */
bool certificate_expires_soon(const struct certificate *certificate, time_t now);

#endif
