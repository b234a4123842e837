/* private_key.c - signatures as TLS wants them, one way for each kind of key. */
#include "server/private_key.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/memory.h"

struct private_key {
    EVP_PKEY *key;
    EVP_PKEY_CTX *ecdsa; /* made once, as this is what is signed with most; NULL: another kind of key */
};

typedef size_t signing(struct private_key *key, struct slice text, char signature[SIGNATURE_MOST]);

/* An encrypted key has nobody here who could type its password. */
static int
no_password(char *password, int size, int writing, void *context)
{
    (void)password, (void)size, (void)writing, (void)context;
    return -1;
}

static EVP_PKEY_CTX *
ecdsa_of(EVP_PKEY *key)
{
    EVP_PKEY_CTX *context = EVP_PKEY_is_a(key, "EC") == 1 ? EVP_PKEY_CTX_new(key, NULL) : NULL;

    if (context == NULL || EVP_PKEY_sign_init(context) == 1)
        return context;
    EVP_PKEY_CTX_free(context);
    return NULL;
}

struct private_key *
private_key_new(struct slice pem)
{
    BIO *bio = BIO_new_mem_buf(pem.bytes, pem.length < INT_MAX ? (int)pem.length : INT_MAX);
    EVP_PKEY *found = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
    struct private_key *key;

    BIO_free(bio);
    ERR_clear_error();
    if (found == NULL)
        return NULL;
    key = memory_new(sizeof *key);
    *key = (struct private_key){ found, ecdsa_of(found) };
    return key;
}

void
private_key_free(struct private_key *key)
{
    if (key == NULL)
        return;
    EVP_PKEY_CTX_free(key->ecdsa);
    EVP_PKEY_free(key->key); /* clears it */
    free(key);
}

/* --- Signing --- */

static const EVP_MD *
hash_of_length(size_t length)
{
    return length == 32 ? EVP_sha256() : length == 48 ? EVP_sha384() : EVP_sha512();
}

/* The length of what a context that is ready makes of TEXT, or 0. */
static size_t
sign(EVP_PKEY_CTX *context, struct slice text, char signature[SIGNATURE_MOST])
{
    size_t length = SIGNATURE_MOST;

    return EVP_PKEY_sign(context, (unsigned char *)signature, &length, (const unsigned char *)text.bytes,
                         text.length) == 1
               ? length
               : 0;
}

static size_t
sign_ecdsa(struct private_key *key, struct slice digest, char signature[SIGNATURE_MOST])
{
    return key->ecdsa != NULL ? sign(key->ecdsa, digest, signature) : 0;
}

static size_t
sign_rsa(struct private_key *key, struct slice digest, int padding, char signature[SIGNATURE_MOST])
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key->key, NULL);
    size_t length = 0;

    if (EVP_PKEY_is_a(key->key, "RSA") == 1 && EVP_PKEY_sign_init(context) == 1 &&
        EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1 &&
        EVP_PKEY_CTX_set_signature_md(context, hash_of_length(digest.length)) == 1 &&
        (padding != RSA_PKCS1_PSS_PADDING || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1))
        length = sign(context, digest, signature);
    EVP_PKEY_CTX_free(context);
    return length;
}

static size_t
sign_rsa_pkcs1(struct private_key *key, struct slice digest, char signature[SIGNATURE_MOST])
{
    return sign_rsa(key, digest, RSA_PKCS1_PADDING, signature);
}

static size_t
sign_rsa_pss(struct private_key *key, struct slice digest, char signature[SIGNATURE_MOST])
{
    return sign_rsa(key, digest, RSA_PKCS1_PSS_PADDING, signature);
}

static size_t
sign_ed25519(struct private_key *key, struct slice text, char signature[SIGNATURE_MOST])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t length = SIGNATURE_MOST;
    bool done =
        EVP_PKEY_is_a(key->key, "ED25519") == 1 && EVP_DigestSignInit(context, NULL, NULL, NULL, key->key) == 1 &&
        EVP_DigestSign(context, (unsigned char *)signature, &length, (const unsigned char *)text.bytes, text.length) ==
            1;

    EVP_MD_CTX_free(context);
    return done ? length : 0;
}

static signing *const signings[] = {
    [SIGN_ECDSA] = sign_ecdsa,
    [SIGN_RSA_PKCS1] = sign_rsa_pkcs1,
    [SIGN_RSA_PSS] = sign_rsa_pss,
    [SIGN_ED25519] = sign_ed25519,
};

size_t
private_key_sign(struct private_key *key, const struct sign_request *request, char signature[SIGNATURE_MOST])
{
    size_t length = signings[request->scheme](key, request->text, signature);

    ERR_clear_error();
    return length;
}

static bool
signs_for_tls(struct private_key *key)
{
    static const char digest[32];
    char signature[SIGNATURE_MOST];
    bool signs = false;

    for (size_t i = 0; i < sizeof signings / sizeof *signings; i++)
        signs = signings[i](key, slice_make(digest, sizeof digest), signature) > 0 || signs;
    return signs;
}

struct private_key *
private_key_read(struct slice pem, X509 *leaf, const char *key_path, const char *chain_path, struct error *error)
{
    struct private_key *key = private_key_new(pem);
    bool is_good = false;

    if (key == NULL)
        error_set(error, "%s holds no private key in PEM form without a password", key_path);
    else if (X509_check_private_key(leaf, key->key) != 1)
        error_set(error, "%s is not the key of %s; put a matching pair there, or move both away to get new ones",
                  key_path, chain_path);
    else if (!signs_for_tls(key))
        error_set(error, "%s is neither an EC nor an RSA nor an Ed25519 key, and TLS signs with no other here",
                  key_path);
    else
        is_good = true;
    ERR_clear_error();
    if (is_good)
        return key;
    private_key_free(key);
    return NULL;
}
