/* x25519.h - a provider (provider-base(7)) that gives OpenSSL the X25519 of libsodium, for key exchange in TLS. */
#ifndef SERVER_X25519_H
#define SERVER_X25519_H

#include <openssl/core.h>

/* Name of the provider, and the value of the property `provider` of what it offers. */
#define X25519_PROVIDER "capsule"

/*
 * For OSSL_PROVIDER_add_builtin; sodium_init() must have been called. Keys hold 32 bytes each side as RFC 7748 section 5
 * says; a public key of another length, and a shared secret of zeros (RFC 8446 section 7.4.2), are refused.
 */
OSSL_provider_init_fn x25519_provider_init;

#endif
