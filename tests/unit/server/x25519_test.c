/* x25519_test.c - our X25519 agrees with OpenSSL's own, and refuses what RFC 7748 and RFC 8446 tell it to. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <string.h>

#include "server/library_fixture.h"
#include "server/x25519.h"

#define KEY_BYTES 32
#define ROUNDS    64

static void
read_share(EVP_PKEY *key, unsigned char *share)
{
    unsigned char *bytes;

    assert_int_equal(EVP_PKEY_get1_encoded_public_key(key, &bytes), KEY_BYTES);
    memcpy(share, bytes, KEY_BYTES);
    OPENSSL_free(bytes);
}

/* An empty key of X25519 in LIBRARY that takes the share of another side, as TLS makes it; NULL when it is refused. */
static EVP_PKEY *
peer_of(OSSL_LIB_CTX *library, const unsigned char *share, size_t length)
{
    EVP_PKEY_CTX *making = EVP_PKEY_CTX_new_from_name(library, "X25519", NULL);
    EVP_PKEY *peer = NULL;
    int taken;

    assert_int_equal(EVP_PKEY_paramgen_init(making), 1);
    assert_int_equal(EVP_PKEY_CTX_set_group_name(making, "x25519"), 1);
    assert_int_equal(EVP_PKEY_paramgen(making, &peer), 1);
    EVP_PKEY_CTX_free(making);
    taken = EVP_PKEY_set1_encoded_public_key(peer, share, length);
    if (taken == 1)
        return peer;
    EVP_PKEY_free(peer);
    return NULL;
}

/* False when the exchange fails. */
static bool
derive(OSSL_LIB_CTX *library, EVP_PKEY *own, const unsigned char *share, unsigned char *secret)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(library, own, NULL);
    EVP_PKEY *peer = peer_of(library, share, KEY_BYTES);
    size_t asked = 0, length = KEY_BYTES;
    bool done;

    assert_non_null(peer);
    assert_int_equal(EVP_PKEY_derive_init(context), 1);
    assert_int_equal(EVP_PKEY_derive_set_peer(context, peer), 1);
    assert_int_equal(EVP_PKEY_derive(context, NULL, &asked), 1);
    assert_int_equal(asked, KEY_BYTES);
    done = EVP_PKEY_derive(context, secret, &length) == 1;
    EVP_PKEY_free(peer);
    EVP_PKEY_CTX_free(context);
    return done;
}

static void
test_agrees_with_openssl(void **state)
{
    OSSL_LIB_CTX *library = tls_library_context(*state);

    for (int round = 0; round < ROUNDS; round++) {
        EVP_PKEY *ours = EVP_PKEY_Q_keygen(library, NULL, "X25519"), *theirs = EVP_PKEY_Q_keygen(NULL, NULL, "X25519");
        unsigned char our_share[KEY_BYTES], their_share[KEY_BYTES], one[KEY_BYTES], other[KEY_BYTES];

        assert_string_equal(OSSL_PROVIDER_get0_name(EVP_PKEY_get0_provider(ours)), X25519_PROVIDER);
        read_share(ours, our_share);
        read_share(theirs, their_share);
        assert_true(derive(library, ours, their_share, one));
        assert_true(derive(NULL, theirs, our_share, other));
        assert_memory_equal(one, other, KEY_BYTES);
        EVP_PKEY_free(ours);
        EVP_PKEY_free(theirs);
    }
}

static void
test_facts(void **state)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(tls_library_context(*state), NULL, "X25519");

    assert_int_equal(EVP_PKEY_get_bits(key), 253);
    assert_int_equal(EVP_PKEY_get_security_bits(key), 128);
    assert_int_equal(EVP_PKEY_get_size(key), KEY_BYTES);
    assert_int_equal(EVP_PKEY_eq(key, key), 1);
    EVP_PKEY_free(key);
}

/* Shares whose secret would be zeros: the points of small order (RFC 7748 section 6.1 wants them refused). */
static const unsigned char small_orders[][KEY_BYTES] = {
    { 0 },
    { 1 },
    /* -1, 0 and 1 without reduction: p - 1, p, p + 1 */
    { 0xec, [1 ... 30] = 0xff, [31] = 0x7f },
    { 0xed, [1 ... 30] = 0xff, [31] = 0x7f },
    { 0xee, [1 ... 30] = 0xff, [31] = 0x7f },
};

static void
test_small_order(void **state)
{
    OSSL_LIB_CTX *library = tls_library_context(*state);
    EVP_PKEY *own = EVP_PKEY_Q_keygen(library, NULL, "X25519");
    unsigned char secret[KEY_BYTES];

    for (size_t i = 0; i < sizeof small_orders / sizeof *small_orders; i++)
        if (derive(library, own, small_orders[i], secret))
            fail_msg("share %zu of small order was taken", i);
    EVP_PKEY_free(own);
}

static void
test_lengths(void **state)
{
    static const unsigned char share[KEY_BYTES + 1] = { 9 };
    static const size_t wrong[] = { 0, 1, KEY_BYTES - 1, KEY_BYTES + 1 };
    OSSL_LIB_CTX *library = tls_library_context(*state);
    EVP_PKEY *peer = peer_of(library, share, KEY_BYTES);

    assert_non_null(peer);
    EVP_PKEY_free(peer);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(peer_of(library, share, wrong[i]));
}

/* A key that was only given a share has no secret to exchange with. */
static void
test_without_secret(void **state)
{
    static const unsigned char share[KEY_BYTES] = { 9 };
    OSSL_LIB_CTX *library = tls_library_context(*state);
    EVP_PKEY *peer = peer_of(library, share, KEY_BYTES);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(library, peer, NULL);

    assert_int_not_equal(EVP_PKEY_derive_init(context), 1);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(peer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agrees_with_openssl), cmocka_unit_test(test_facts),
        cmocka_unit_test(test_small_order),         cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_without_secret),
    };

    return cmocka_run_group_tests(tests, library_begin, library_end);
}
