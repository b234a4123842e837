/* private_key.h - a private key, in the one process that has it. */
#ifndef SERVER_PRIVATE_KEY_H
#define SERVER_PRIVATE_KEY_H

#include "base/slice.h"
#include "server/sign_request.h"

#include <openssl/types.h>

struct private_key;

/* The first private key of the text PEM, without a password; NULL if there is none. Wiped when it is freed. */
struct private_key *private_key_new(struct slice pem);
void private_key_free(struct private_key *key); /* NULL is fine */

/* Whether it is the key of LEAF. */
bool private_key_fits(const struct private_key *key, X509 *leaf);

/* The length of the signature, 0 if there is none: the scheme is not one for such a key. */
size_t private_key_sign(struct private_key *key, const struct sign_request *request, char signature[SIGNATURE_MOST]);

/*
 * Makes a signature that nobody gets, so that OpenSSL has fetched all that it needs before the process gives up the right to
 * fetch anything. False if TLS signs nothing with such a key (SIGNATURES in tls_context.c).
 */
bool private_key_try(struct private_key *key) __attribute__((warn_unused_result));

#endif
