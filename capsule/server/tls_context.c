/* tls_context.c - how this server speaks TLS. */
#include "server/tls_context.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>

#include "base/memory.h"
#include "server/remote_key.h"
#include "server/tls_library.h"

/*
 * AES-128 with SHA-256 first, by the server's choice: each handshake derives about twenty secrets, and SHA-256 has
 * instructions of its own where SHA-384 has none.
 */
#define SUITES_13 "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384"
#define SUITES_12                                                                                                      \
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:"                       \
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES256-GCM-SHA384"

/* X25519 is what nearly every client offers a share for; to want another one costs a round trip (tls_library.h). */
#define GROUPS "X25519:P-256:P-384"

/*
 * For the keys that a certificate may have: the curves of TLS 1.3, Ed25519, RSA. In each handshake OpenSSL compares all that
 * we allow with all that the client offers, and its own list is three times as long.
 */
#define SIGNATURES                                                                                                     \
    "ECDSA+SHA256:ed25519:RSA-PSS+SHA256:RSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:RSA-PSS+SHA384:RSA-PSS+SHA512"

/* Tells the first error of OpenSSL's queue. */
static bool
fail(struct error *error, const char *what)
{
    const char *reason = ERR_reason_error_string(ERR_peek_error());

    error_set(error, "%s: %s", what, reason != NULL ? reason : "unknown reason");
    ERR_clear_error();
    return false;
}

static BIO *
text_bio(struct slice text)
{
    return BIO_new_mem_buf(text.bytes, text.length < INT_MAX ? (int)text.length : INT_MAX);
}

/* Never asks a terminal for a pass phrase: an encrypted key is an error. */
static int
no_phrase(char *bytes, int size, int writing, void *argument)
{
    (void)bytes;
    (void)size;
    (void)writing;
    (void)argument;
    return -1;
}

/* The first certificate of CHAIN is ours, those behind it lead to its authority. */
static bool
use_chain(SSL_CTX *context, OSSL_LIB_CTX *library, struct slice chain, struct error *error)
{
    BIO *bio = text_bio(chain);
    X509 *certificate = X509_new_ex(library, NULL), *issuer;
    bool done = PEM_read_bio_X509(bio, &certificate, no_phrase, NULL) != NULL &&
                SSL_CTX_use_certificate(context, certificate) == 1;

    X509_free(certificate);
    while (done && (issuer = PEM_read_bio_X509(bio, NULL, no_phrase, NULL)) != NULL)
        if (SSL_CTX_add0_chain_cert(context, issuer) != 1) {
            X509_free(issuer);
            done = false;
        }
    BIO_free(bio);
    if (!done)
        return fail(error, "the certificate cannot be used");
    ERR_clear_error(); /* "no start line" is how the end of the chain is told */
    return true;
}

static EVP_PKEY *
read_key(OSSL_LIB_CTX *library, struct slice text)
{
    BIO *bio = text_bio(text);
    EVP_PKEY *key = PEM_read_bio_PrivateKey_ex(bio, NULL, no_phrase, NULL, library, NULL);

    BIO_free(bio);
    return key;
}

/* CONTEXT has its certificate already, which knows the public half of a key that is elsewhere. */
static bool
use_key(SSL_CTX *context, OSSL_LIB_CTX *library, const struct tls_key *key, struct error *error)
{
    EVP_PKEY *open = X509_get0_pubkey(SSL_CTX_get0_certificate(context));
    EVP_PKEY *private_key = key->keyholder != NULL ? remote_key_new(library, open, key->keyholder, key->number)
                                                   : read_key(library, key->text);
    bool done = private_key != NULL && SSL_CTX_use_PrivateKey(context, private_key) == 1 &&
                SSL_CTX_check_private_key(context) == 1;

    EVP_PKEY_free(private_key);
    return done || fail(error, "the private key cannot be used");
}

static bool
set_protocol(SSL_CTX *context, struct error *error)
{
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                     SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN | SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_read_ahead(context, 1); /* one read(2) per flight instead of two per record */
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 || SSL_CTX_set_num_tickets(context, 0) != 1 ||
        SSL_CTX_set_ciphersuites(context, SUITES_13) != 1 || SSL_CTX_set_cipher_list(context, SUITES_12) != 1 ||
        SSL_CTX_set1_groups_list(context, GROUPS) != 1 || SSL_CTX_set1_sigalgs_list(context, SIGNATURES) != 1)
        return fail(error, "TLS cannot be set up");
    return true;
}

SSL_CTX *
tls_context_new(const struct tls_library *library, struct slice chain, const struct tls_key *key, struct error *error)
{
    OSSL_LIB_CTX *algorithms = tls_library_context(library);
    SSL_CTX *context;

    ERR_clear_error();
    context = SSL_CTX_new_ex(algorithms, NULL, TLS_server_method());
    if (context == NULL) {
        fail(error, "TLS cannot be set up");
        return NULL;
    }
    if (set_protocol(context, error) && use_chain(context, algorithms, chain, error) &&
        use_key(context, algorithms, key, error))
        return context;
    SSL_CTX_free(context);
    return NULL;
}

/* A client may name any host; what is asked of one that we do not serve is answered 53 (gemini.md 1.2). */
static int
choose_context(SSL *ssl, int *alert, void *argument)
{
    const struct tls_contexts *contexts = argument;
    const char *host = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

    (void)alert;
    for (size_t i = 1; i < contexts->count && host != NULL; i++)
        if (slice_is_nocase(slice_of(host), contexts->items[i].host)) {
            SSL_set_SSL_CTX(ssl, contexts->items[i].context);
            break;
        }
    return SSL_TLSEXT_ERR_OK;
}

bool
tls_contexts_add(struct tls_contexts *contexts, struct slice host, struct slice chain, const struct tls_key *key,
                 struct error *error)
{
    SSL_CTX *context;

    if (contexts->library == NULL && (contexts->library = tls_library_new(error)) == NULL)
        return false;
    context = tls_context_new(contexts->library, chain, key, error);
    if (context == NULL)
        return false;
    contexts->items = memory_resize(contexts->items, contexts->count + 1, sizeof *contexts->items);
    contexts->items[contexts->count++] = (struct tls_host){ slice_copy(host), context };
    if (contexts->count == 2) { /* with one alone there is nothing to choose */
        SSL_CTX_set_tlsext_servername_callback(contexts->items[0].context, choose_context);
        SSL_CTX_set_tlsext_servername_arg(contexts->items[0].context, contexts);
    }
    return true;
}

void
tls_contexts_clear(struct tls_contexts *contexts)
{
    for (size_t i = 0; i < contexts->count; i++) {
        free(contexts->items[i].host);
        SSL_CTX_free(contexts->items[i].context);
    }
    free(contexts->items);
    tls_library_free(contexts->library);
    *contexts = (struct tls_contexts){ 0 };
}
