/* tls_context_test.c - a context is made from a matching pair only, refuses old protocols, and exchanges keys. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "server/key_service.h"
#include "server/tls_context.h"
#include "server/library_fixture.h"

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

/* Takes KEY. */
static void
pair_make_with(struct pair *pair, EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    BIO *chain = BIO_new(BIO_s_mem()), *private_key = BIO_new(BIO_s_mem());

    *pair = (struct pair){ 0 };
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_PKEY_is_a(key, "ED25519") ? NULL : EVP_sha256());
    PEM_write_bio_X509(chain, certificate);
    PEM_write_bio_X509(chain, certificate);
    PEM_write_bio_PrivateKey(private_key, key, NULL, NULL, 0, NULL, NULL);
    take_text(chain, &pair->chain);
    take_text(private_key, &pair->key);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static void
pair_make(struct pair *pair)
{
    pair_make_with(pair, EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256"));
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

    pair_make(&pair);
    context = tls_context_new(*state, buffer_slice(&pair.chain), &(struct tls_key){ .text = buffer_slice(&pair.key) },
                              &error);
    assert_non_null(context);
    assert_int_equal(SSL_CTX_get_min_proto_version(context), TLS1_2_VERSION);
    assert_int_equal(SSL_CTX_get_num_tickets(context), 0);
    SSL_CTX_get0_chain_certs(context, &issuers);
    assert_int_equal(sk_X509_num(issuers), 1);
    SSL_CTX_free(context);
    pair_clear(&pair);
}

static void
check_refused(const struct tls_library *library, struct slice chain, struct slice key, const char *want)
{
    struct error error = { "" };

    assert_null(tls_context_new(library, chain, &(struct tls_key){ .text = key }, &error));
    if (!slice_starts(slice_of(error.text), want))
        fail_msg("expected %s, got %s", want, error.text);
}

static void
test_refusals(void **state)
{
    struct pair one, other;

    pair_make(&one);
    pair_make(&other);
    check_refused(*state, buffer_slice(&one.chain), buffer_slice(&other.key), "the private key cannot be used: ");
    check_refused(*state, buffer_slice(&one.key), buffer_slice(&one.key), "the certificate cannot be used: ");
    check_refused(*state, buffer_slice(&one.chain), slice_of("no key"), "the private key cannot be used: ");
    check_refused(*state, slice_make("", 0), buffer_slice(&one.key), "the certificate cannot be used: ");
    pair_clear(&one);
    pair_clear(&other);
}

/* How a client of another library context, here OpenSSL's default one, gets on with ours. */
static const struct exchange {
    int version, group;
    const char *groups; /* what the client offers */
} exchanges[] = {
    { TLS1_3_VERSION, NID_X25519, "X25519" },
    { TLS1_3_VERSION, NID_X9_62_prime256v1, "P-256" },
    { TLS1_3_VERSION, NID_X25519, "P-521:X25519" }, /* asked again for a share that we know */
    { TLS1_2_VERSION, NID_X25519, "P-256:X25519" }, /* TLS 1.2 wants the certificate's curve among them */
    { TLS1_2_VERSION, NID_X9_62_prime256v1, "P-384:P-256" },
};

static SSL *
side_new(SSL_CTX *context, BIO *bio)
{
    SSL *side = SSL_new(context);

    SSL_set_bio(side, bio, bio);
    return side;
}

static void
check_exchange(SSL_CTX *server_context, SSL_CTX *client_context, const struct exchange *exchange)
{
    BIO *near, *far;
    SSL *server, *client;
    int accepted = 0, connected = 0;

    assert_int_equal(BIO_new_bio_pair(&near, 0, &far, 0), 1);
    server = side_new(server_context, near);
    client = side_new(client_context, far);
    SSL_set_min_proto_version(client, exchange->version);
    SSL_set_max_proto_version(client, exchange->version);
    assert_int_equal(SSL_set1_groups_list(client, exchange->groups), 1);
    for (int turn = 0; turn < 4; turn++) {
        connected = SSL_connect(client);
        accepted = SSL_accept(server);
    }
    if (connected != 1 || accepted != 1)
        fail_msg("no handshake for a client that offers %s", exchange->groups);
    assert_int_equal(SSL_get_shared_group(server, 0), exchange->group);
    SSL_free(server);
    SSL_free(client);
}

/* With both protocols. */
static void
check_key(const struct tls_library *library, SSL_CTX *client, const struct pair *pair, const struct tls_key *key)
{
    struct error error = { "" };
    SSL_CTX *server = tls_context_new(library, buffer_slice(&pair->chain), key, &error);

    if (server == NULL)
        fail_msg("%s", error.text);
    for (int version = TLS1_2_VERSION; version <= TLS1_3_VERSION; version++)
        check_exchange(server, client, &(struct exchange){ version, NID_X25519, "X25519:P-256:P-384:P-521" });
    SSL_CTX_free(server);
}

/* The other end of CHANNEL is served by a child, until the returned socket is closed. */
static int
keyholder_start(struct slice key, struct sign_channel *channel)
{
    int ends[2], control[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control), 0);
    if (fork() == 0) {
        struct private_key *private_key = private_key_new(key);

        close(control[0]);
        key_service_run(&private_key, 1, &ends[1], 1, control[1]);
        _exit(0);
    }
    close(ends[1]);
    close(control[1]);
    sign_channel_init(channel, ends[0]);
    return control[0];
}

static void
check_remote_key(const struct tls_library *library, SSL_CTX *client, const struct pair *pair)
{
    struct sign_channel channel;
    int control = keyholder_start(buffer_slice(&pair->key), &channel);

    check_key(library, client, pair, &(struct tls_key){ .keyholder = &channel, .number = 0 });
    close(channel.fd);
    close(control);
    wait(NULL);
}

/* The keys that an authority or a user may bring, in the worker and with a keyholder. */
static void
test_keys(void **state)
{
    EVP_PKEY *keys[] = { EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256"), EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-384"),
                         EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-521"),
                         EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048), EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") };
    SSL_CTX *client = SSL_CTX_new(TLS_client_method());

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct pair pair;

        pair_make_with(&pair, keys[i]);
        check_key(*state, client, &pair, &(struct tls_key){ .text = buffer_slice(&pair.key) });
        check_remote_key(*state, client, &pair);
        pair_clear(&pair);
    }
    SSL_CTX_free(client);
}

static void
test_key_exchange(void **state)
{
    SSL_CTX *client = SSL_CTX_new(TLS_client_method()), *server;
    struct error error = { "" };
    struct pair pair;

    pair_make(&pair);
    server = tls_context_new(*state, buffer_slice(&pair.chain), &(struct tls_key){ .text = buffer_slice(&pair.key) },
                             &error);
    assert_non_null(server);
    for (size_t i = 0; i < sizeof exchanges / sizeof *exchanges; i++)
        check_exchange(server, client, &exchanges[i]);
    SSL_CTX_free(server);
    SSL_CTX_free(client);
    pair_clear(&pair);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matching_pair),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_key_exchange),
        cmocka_unit_test(test_keys),
    };

    return cmocka_run_group_tests(tests, library_begin, library_end);
}
