/*
 * tls_library.h - the cryptography under TLS: OpenSSL's own, but for X25519, which libsodium computes.
 *
 * Nearly every handshake exchanges keys over X25519 (RFC 7748), and in OpenSSL 3.0 that is a third of its cost; half of it
 * is the making of our key pair, which OpenSSL does in portable C. libsodium makes one in two thirds of the time. OpenSSL
 * has providers for this purpose: ours offers X25519 and nothing else, everything around it stays OpenSSL's.
 */
#ifndef SERVER_TLS_LIBRARY_H
#define SERVER_TLS_LIBRARY_H

#include "base/error.h"

#include <openssl/types.h>

struct tls_library;

/* NULL with one line when OpenSSL or libsodium cannot be set up. Contexts made from it must be freed before it. */
struct tls_library *tls_library_new(struct error *error);
void tls_library_free(struct tls_library *library); /* NULL is fine */

/* What the functions of OpenSSL that end in _ex take; lent. It has read no openssl.cnf. */
OSSL_LIB_CTX *tls_library_context(const struct tls_library *library);

#endif
