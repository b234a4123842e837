/* tls_library.c - the cryptography under TLS. */
#include "server/tls_library.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/memory.h"
#include "server/remote_key.h"
#include "server/x25519.h"

struct tls_library {
    OSSL_LIB_CTX *context;
    OSSL_PROVIDER *x25519, *keyholder, *standard;
};

/* Two offer X25519, and two keys for signatures; which one is taken say the properties. */
static bool
load(struct tls_library *library)
{
    if (library->context == NULL || sodium_init() < 0 ||
        OSSL_PROVIDER_add_builtin(library->context, X25519_PROVIDER, x25519_provider_init) != 1 ||
        OSSL_PROVIDER_add_builtin(library->context, REMOTE_KEY_PROVIDER, remote_key_provider_init) != 1)
        return false;
    library->standard = OSSL_PROVIDER_load(library->context, "default");
    library->x25519 = OSSL_PROVIDER_load(library->context, X25519_PROVIDER);
    library->keyholder = OSSL_PROVIDER_load(library->context, REMOTE_KEY_PROVIDER);
    return library->standard != NULL && library->x25519 != NULL && library->keyholder != NULL &&
           EVP_set_default_properties(library->context, "?provider=" X25519_PROVIDER "," REMOTE_KEY_AVOIDED) == 1;
}

struct tls_library *
tls_library_new(struct error *error)
{
    struct tls_library *library = memory_new(sizeof *library);

    library->context = OSSL_LIB_CTX_new();
    if (load(library))
        return library;
    error_set(error, "OpenSSL and libsodium cannot be set up");
    tls_library_free(library);
    return NULL;
}

void
tls_library_free(struct tls_library *library)
{
    if (library == NULL)
        return;
    OSSL_PROVIDER_unload(library->keyholder);
    OSSL_PROVIDER_unload(library->x25519);
    OSSL_PROVIDER_unload(library->standard);
    OSSL_LIB_CTX_free(library->context);
    free(library);
}

OSSL_LIB_CTX *
tls_library_context(const struct tls_library *library)
{
    return library->context;
}
