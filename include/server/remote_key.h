/*
 * remote_key.h - private keys that are in another process: OpenSSL signs with them as with others, and the signature comes
 * from the keyholder.
 *
 * They belong to a provider of ours (provider-base(7)), which knows of a key its public half and its place with the keyholder.
 */
#ifndef SERVER_REMOTE_KEY_H
#define SERVER_REMOTE_KEY_H

#include "server/sign_channel.h"

#include <openssl/core.h>
#include <openssl/types.h>

#define REMOTE_KEY_PROVIDER "capsule-keyholder"

/* A clause for the default properties of a library context, by which nothing else gets its keys from this provider. Property
 * names of our own have a dot. */
#define REMOTE_KEY_AVOIDED "?capsule.keyholder!=yes"

/* For OSSL_PROVIDER_add_builtin. */
OSSL_provider_init_fn remote_key_provider_init;

/*
 * The key whose public half is OPEN, of the kind EC, RSA or ED25519, and which is number NUMBER behind CHANNEL, lent for the
 * key's life. In LIBRARY the provider must be loaded. NULL if OpenSSL's queue of errors says why.
 */
EVP_PKEY *remote_key_new(OSSL_LIB_CTX *library, EVP_PKEY *open, struct sign_channel *channel, unsigned number);

#endif
