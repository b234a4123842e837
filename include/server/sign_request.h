/*
 * sign_request.h - what a worker asks of the keyholder, and what it is answered: one message each.
 *
 * All that can be asked for is what a server of TLS signs: a digest, or for Ed25519, which takes no digests, one of the two
 * texts of TLS itself. A worker that has been broken into cannot have letters or certificates signed with an Ed25519 key.
 */
#ifndef SERVER_SIGN_REQUEST_H
#define SERVER_SIGN_REQUEST_H

#include "base/slice.h"

#include <stdint.h>

enum sign_scheme { SIGN_ECDSA, SIGN_RSA_PKCS1, SIGN_RSA_PSS, SIGN_ED25519 };

#define SIGN_TEXT_MOST    256
#define SIGNATURE_MOST    2048 /* RSA with 16384 bits, the most that OpenSSL signs with */
#define SIGN_REQUEST_MOST (12 + SIGN_TEXT_MOST)
#define SIGN_ANSWER_MOST  (4 + SIGNATURE_MOST)

struct sign_request {
    uint32_t number; /* by which the asker knows the answer */
    uint32_t key;    /* whose place in the certificates' order it is */
    enum sign_scheme scheme;
    struct slice text; /* a digest of 32, 48 or 64 bytes; for Ed25519 what is signed itself; lent */
};

/* The length of the message, which holds REQUEST. Its text must be one that sign_request_read takes. */
size_t sign_request_write(const struct sign_request *request, char message[SIGN_REQUEST_MOST]);

/*
 * False for all that is no request: another length, an unknown scheme, a text that is neither a digest nor, for Ed25519, what
 * RFC 8446 4.4.3 or RFC 8422 5.4 has a server sign. REQUEST's text then lies in MESSAGE.
 */
bool sign_request_read(struct slice message, struct sign_request *request) __attribute__((warn_unused_result));

/* The length of the message, which answers NUMBER; an empty SIGNATURE says that there is none. */
size_t sign_answer_write(uint32_t number, struct slice signature, char message[SIGN_ANSWER_MOST]);

/* False for what is no answer. SIGNATURE then lies in MESSAGE. */
bool sign_answer_read(struct slice message, uint32_t *number, struct slice *signature)
    __attribute__((warn_unused_result));

#endif
