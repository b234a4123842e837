/* certificate.h - the certificate folder: one key and one chain, made at the first start and never replaced. */
#ifndef SERVER_CERTIFICATE_H
#define SERVER_CERTIFICATE_H

#include "base/buffer.h"
#include "base/error.h"
#include "config/setting.h"

#include <time.h>

/* A key and its chain as PEM text. The key is wiped by certificate_clear. */
struct certificate {
    struct buffer chain, key;
    char fingerprint[65]; /* SHA-256 of the leaf certificate, lower-case hexadecimal */
    time_t expires;       /* when the leaf stops being valid */
};

/*
 * Reads FOLDER/capsule.crt (a PEM full chain) and FOLDER/capsule.key. If neither exists, makes the folder, an ECDSA
 * P-256 key (0600) and a self-signed certificate whose CN is the first of HOSTS and whose SAN names all of them (IP
 * addresses as such), valid for 30 years; *MADE says so. With MADE NULL nothing is made, and their absence is an error,
 * too (reload). One of the two alone, a mismatch, an unreadable file, or a key that everybody may read: false with one
 * line that says what to do. Nothing that exists is ever written to.
 */
bool certificate_load(const char *folder, const struct text_list *hosts, struct certificate *certificate, bool *made,
                      struct error *error) __attribute__((warn_unused_result));
void certificate_clear(struct certificate *certificate);

/* True if the leaf names HOST, a host name or an IP address, among its alternative names (or, without any, as its CN).
 */
bool certificate_names(const struct certificate *certificate, const char *host);

#endif
