/* private_key.h - a private key, in the one process that has it. */
#ifndef SERVER_PRIVATE_KEY_H
#define SERVER_PRIVATE_KEY_H

#include "base/error.h"
#include "base/slice.h"
#include "server/sign_request.h"

#include <openssl/types.h>

struct private_key;

/* The first private key of the text PEM, without a password; NULL if there is none. Wiped when it is freed. */
struct private_key *private_key_new(struct slice pem);
void private_key_free(struct private_key *key); /* NULL is fine */

/*
 * Reads the key of LEAF, and makes a signature that nobody gets: then OpenSSL has fetched all that it needs before the process
 * gives up the right to fetch anything. NULL with one line that names KEY_PATH, and CHAIN_PATH, where LEAF is from: PEM holds
 * no key, or not that of LEAF, or one of a kind that TLS signs nothing with here (tls_context.c).
 */
struct private_key *private_key_read(struct slice pem, X509 *leaf, const char *key_path, const char *chain_path,
                                     struct error *error);

/* The length of the signature, 0 if there is none: the scheme is not one for such a key. */
size_t private_key_sign(struct private_key *key, const struct sign_request *request, char signature[SIGNATURE_MOST]);

#endif
