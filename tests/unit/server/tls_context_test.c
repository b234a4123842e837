/* tls_context_test.c - a context is made from a matching pair only, and refuses old protocols. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/buffer.h"
#include "server/tls_context.h"

struct pair {
    struct buffer chain, key;
};

static void
take_text(BIO *bio, struct buffer *text)
{
    char *bytes;
    long length = BIO_get_mem_data(bio, &bytes);

    buffer_add(text, slice_make(bytes, (size_t)length));
    BIO_free(bio);
}

static void
pair_make(struct pair *pair)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    X509 *certificate = X509_new();
    BIO *chain = BIO_new(BIO_s_mem()), *private_key = BIO_new(BIO_s_mem());

    *pair = (struct pair){ 0 };
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    PEM_write_bio_X509(chain, certificate);
    PEM_write_bio_X509(chain, certificate);
    PEM_write_bio_PrivateKey(private_key, key, NULL, NULL, 0, NULL, NULL);
    take_text(chain, &pair->chain);
    take_text(private_key, &pair->key);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static void
pair_clear(struct pair *pair)
{
    buffer_clear(&pair->chain);
    buffer_clear(&pair->key);
}

static void
test_matching_pair(void **state)
{
    struct pair pair;
    struct error error;
    SSL_CTX *context;
    STACK_OF(X509) *issuers = NULL;

    (void)state;
    pair_make(&pair);
    context = tls_context_new(buffer_slice(&pair.chain), buffer_slice(&pair.key), &error);
    assert_non_null(context);
    assert_int_equal(SSL_CTX_get_min_proto_version(context), TLS1_2_VERSION);
    assert_int_equal(SSL_CTX_get_num_tickets(context), 0);
    SSL_CTX_get0_chain_certs(context, &issuers);
    assert_int_equal(sk_X509_num(issuers), 1);
    SSL_CTX_free(context);
    pair_clear(&pair);
}

static void
check_refused(struct slice chain, struct slice key, const char *want)
{
    struct error error = { "" };

    assert_null(tls_context_new(chain, key, &error));
    if (!slice_starts(slice_of(error.text), want))
        fail_msg("expected %s, got %s", want, error.text);
}

static void
test_refusals(void **state)
{
    struct pair one, other;

    (void)state;
    pair_make(&one);
    pair_make(&other);
    check_refused(buffer_slice(&one.chain), buffer_slice(&other.key), "the private key cannot be used: ");
    check_refused(buffer_slice(&one.key), buffer_slice(&one.key), "the certificate cannot be used: ");
    check_refused(buffer_slice(&one.chain), slice_of("no key"), "the private key cannot be used: ");
    check_refused(slice_make("", 0), buffer_slice(&one.key), "the certificate cannot be used: ");
    pair_clear(&one);
    pair_clear(&other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_matching_pair), cmocka_unit_test(test_refusals) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
