/* certificate_news.c - what a log should say of new certificates, host by host. */
#include "server/certificate_news.h"

#include <string.h>

#include "base/log.h"

#define SOON_SECONDS (30L * 24 * 60 * 60)

bool
certificate_expires_soon(const struct certificate *certificate, time_t now)
{
    return certificate->expires - now < SOON_SECONDS;
}

/* NULL if there was none. */
static const struct certificate *
certificate_before(const struct edition *before, const char *host)
{
    for (size_t i = 0; before != NULL && before->has_certificate && i < before->hosts.count; i++)
        if (strcmp(before->hosts.items[i], host) == 0)
            return edition_certificate(before, host);
    return NULL;
}

static void
tell_expiry(const struct certificate *certificate, const char *host)
{
    char day[sizeof "2026-01-31"] = "";
    struct tm parts;

    if (!certificate_expires_soon(certificate, time(NULL)))
        return;
    strftime(day, sizeof day, "%Y-%m-%d", gmtime_r(&certificate->expires, &parts));
    log_line(LOG_WARNING, "the certificate for %s is valid until %s only; `capsule cert renew` keeps its key", host,
             day);
}

/* Whether no host before the INDEX-th has the same certificate. */
static bool
is_first_with(const struct edition *edition, size_t index, const struct certificate *certificate)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(edition_certificate(edition, edition->hosts.items[i])->fingerprint, certificate->fingerprint) == 0)
            return false;
    return true;
}

static void
tell_host(const struct edition *edition, const struct edition *before, size_t index, const char *folder)
{
    const char *host = edition->hosts.items[index];
    const struct certificate *now = edition_certificate(edition, host), *then = certificate_before(before, host);

    if (then != NULL && strcmp(then->fingerprint, now->fingerprint) == 0)
        return;
    if (!certificate_names(now, host))
        log_line(LOG_WARNING, "the certificate in %s does not name the host %s; clients will not trust it there",
                 folder, host);
    if (is_first_with(edition, index, now))
        tell_expiry(now, host);
    if (then != NULL && strcmp(then->public_key, now->public_key) != 0)
        log_line(LOG_WARNING,
                 "the certificate for %s has another public key than before; clients that know the old "
                 "one will warn of it",
                 host);
    else if (then != NULL)
        log_line(LOG_INFO, "the certificate for %s is another one for the same key", host);
}

/* At every start: one that failed after it had made the certificate has told nobody. */
static void
tell_fingerprint(const struct edition *edition, const char *folder)
{
    const char *host = edition->hosts.items[0];

    log_line(LOG_INFO, "certificate %s/%s.crt%s, SHA-256 fingerprint %s", folder,
             certificate_exists(folder, host) ? host : CERTIFICATE_COMMON, edition->certificate_is_new ? " is new" : "",
             edition->certificate.fingerprint);
}

void
certificate_news(const struct edition *edition, const struct edition *before, const char *folder)
{
    if (!edition->has_certificate)
        return;
    if (before == NULL)
        tell_fingerprint(edition, folder);
    for (size_t i = 0; i < edition->own_count; i++)
        if (edition->own[i].is_new)
            log_line(LOG_INFO, "certificate %s/%s.crt is new, SHA-256 fingerprint %s", folder, edition->own[i].pair,
                     edition->own[i].certificate.fingerprint);
    for (size_t i = 0; i < edition->hosts.count; i++)
        tell_host(edition, before, i, folder);
}
