/* tls_library.c - the cryptography under TLS. */
#include "server/tls_library.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/memory.h"
#include "server/x25519.h"

struct tls_library {
    OSSL_LIB_CTX *context;
    OSSL_PROVIDER *ours, *standard;
};

/* Both offer X25519; which one is taken says the property. */
static bool
load(struct tls_library *library)
{
    if (library->context == NULL || sodium_init() < 0 ||
        OSSL_PROVIDER_add_builtin(library->context, X25519_PROVIDER, x25519_provider_init) != 1)
        return false;
    library->standard = OSSL_PROVIDER_load(library->context, "default");
    library->ours = OSSL_PROVIDER_load(library->context, X25519_PROVIDER);
    return library->standard != NULL && library->ours != NULL &&
           EVP_set_default_properties(library->context, "?provider=" X25519_PROVIDER) == 1;
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
    OSSL_PROVIDER_unload(library->ours);
    OSSL_PROVIDER_unload(library->standard);
    OSSL_LIB_CTX_free(library->context);
    free(library);
}

OSSL_LIB_CTX *
tls_library_context(const struct tls_library *library)
{
    return library->context;
}
