/* certificate_maker.h - makes self-signed pairs, and new certificates for a key that stays. */
#ifndef SERVER_CERTIFICATE_MAKER_H
#define SERVER_CERTIFICATE_MAKER_H

#include "server/certificate.h"

/*
 * Makes FOLDER if it is missing, and in it NAME.key, an ECDSA P-256 key (0600), and NAME.crt: self-signed, with the first
 * of HOSTS as its CN and all of them in its SAN (IP addresses as such), valid for 30 years. What exists is never written
 * to: false with one line. Done by a child process that ends, so that the key is in no memory afterwards.
 */
bool certificate_make(const char *folder, const char *name, const struct text_list *hosts, struct error *error)
    __attribute__((warn_unused_result));

/*
 * Puts a new certificate of the same kind in the place of NAME.crt, for the key of OLD, which was loaded from there: to
 * clients that pin the public key nothing has changed. One that an authority has signed stays: false with one line.
 */
bool certificate_renew(const char *folder, const char *name, const struct certificate *old,
                       const struct text_list *hosts, struct error *error) __attribute__((warn_unused_result));

#endif
