/* tls_context.h - how this server speaks TLS, settled once per worker (hardening.md 2.1, 2.2; gemini.md 1.2). */
#ifndef SERVER_TLS_CONTEXT_H
#define SERVER_TLS_CONTEXT_H

#include "base/error.h"
#include "base/slice.h"
#include "server/sign_channel.h"

#include <openssl/ssl.h>

struct tls_library;

/* Where the private key of a certificate is: here, or with the keyholder. */
struct tls_key {
    struct slice text;              /* PEM */
    struct sign_channel *keyholder; /* lent for the life of the contexts; NULL: TEXT is the key */
    unsigned number;                /* which of the keyholder's it is */
};

/*
 * A server context of LIBRARY for TLS 1.2 and 1.3 with the PEM chain CHAIN and its key KEY: no tickets, no session cache, no
 * renegotiation, no compression, RELEASE_BUFFERS, partial writes, moving write buffer, unexpected EOF ignored, AEAD suites
 * only, signatures with SHA-2 only. NULL with one line, also when key and certificate do not match.
 */
SSL_CTX *tls_context_new(const struct tls_library *library, struct slice chain, const struct tls_key *key,
                         struct error *error);

/* The contexts of a server: the first is for clients that name no host, or none that has another. */
struct tls_contexts {
    struct tls_library *library; /* owned; made with the first context */
    struct tls_host *items;      /* owned */
    size_t count;
};

struct tls_host {
    char *host; /* "" for the first; owned */
    SSL_CTX *context;
};

/*
 * Adds a context for HOST, which clients of the first one get when they name that host (SNI). CONTEXTS must stay where it
 * is as long as they are in use. False with one line; then what was added before stays.
 */
bool tls_contexts_add(struct tls_contexts *contexts, struct slice host, struct slice chain, const struct tls_key *key,
                      struct error *error) __attribute__((warn_unused_result));
void tls_contexts_clear(struct tls_contexts *contexts);

#endif
