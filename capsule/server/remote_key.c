/*
 * remote_key.c - a provider that has keys without their secrets, and signs with them by asking.
 *
 * It offers two things: keys (provider-keymgmt(7)) of the three kinds that certificates for TLS have here, and signatures of
 * whole messages in one call (provider-signature(7)), which is how libssl makes them. OpenSSL calls the functions through its
 * dispatch tables, with the names and types that it fixes. Everything about the public half, OpenSSL itself is asked.
 */
#include "server/remote_key.h"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <stdbool.h>
#include <string.h>

/* What remote_key_new has to say of a key, given as the bytes of this structure. */
#define PARAMETER_PLACE "capsule-place"

struct place {
    OSSL_LIB_CTX *library;
    EVP_PKEY *open;
    struct sign_channel *channel;
    uint32_t number;
};

struct key {
    struct place place; /* the public half is held */
};

struct signing {
    const struct key *key;
    EVP_MD *digest; /* owned; NULL: the message itself is signed */
    bool is_pss;
};

/* A dispatch table holds functions of all types as this one. */
typedef void (*function)(void);

/* --- Keys --- */

static void *
on_key_new(void *provider)
{
    (void)provider;
    return OPENSSL_zalloc(sizeof(struct key));
}

static void
on_key_free(void *data)
{
    struct key *key = data;

    EVP_PKEY_free(key->place.open);
    OPENSSL_free(key);
}

static const OSSL_PARAM *
on_importable(int selection)
{
    static const OSSL_PARAM parameters[] = {
        OSSL_PARAM_octet_string(PARAMETER_PLACE, NULL, 0),
        OSSL_PARAM_END,
    };

    (void)selection;
    return parameters;
}

static int
on_import(void *data, int selection, const OSSL_PARAM given[])
{
    const OSSL_PARAM *parameter = OSSL_PARAM_locate_const(given, PARAMETER_PLACE);
    struct key *key = data;
    struct place place;
    void *bytes = &place;
    size_t length = 0;

    (void)selection;
    if (parameter == NULL || OSSL_PARAM_get_octet_string(parameter, &bytes, sizeof place, &length) != 1 ||
        length != sizeof place || EVP_PKEY_up_ref(place.open) != 1)
        return 0;
    key->place = place;
    return 1;
}

/* The public half only, for OpenSSL to compare it with a certificate's. */
static int
on_export(void *data, int selection, OSSL_CALLBACK *take, void *argument)
{
    const struct key *key = data;

    (void)selection;
    return EVP_PKEY_export(key->place.open, EVP_PKEY_PUBLIC_KEY, take, argument);
}

/* The private half is there, too, in a way: OpenSSL asks before it signs. */
static int
on_key_has(const void *data, int selection)
{
    const struct key *key = data;

    (void)selection;
    return key != NULL && key->place.open != NULL;
}

static int
on_key_match(const void *one, const void *other, int selection)
{
    const struct key *key = one, *second = other;

    (void)selection;
    return EVP_PKEY_eq(key->place.open, second->place.open) == 1;
}

static const OSSL_PARAM *
on_key_gettable(void *provider)
{
    static const OSSL_PARAM parameters[] = {
        OSSL_PARAM_int(OSSL_PKEY_PARAM_BITS, NULL),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_SECURITY_BITS, NULL),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_MAX_SIZE, NULL),
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, NULL, 0),
        OSSL_PARAM_END,
    };

    (void)provider;
    return parameters;
}

static int
on_key_get(void *data, OSSL_PARAM *wanted)
{
    return EVP_PKEY_get_params(((const struct key *)data)->place.open, wanted);
}

/* A name that no other provider has, so that signatures with these keys come from nowhere else. */
static const char *
on_operation_name(int operation)
{
    return operation == OSSL_OP_SIGNATURE ? "CAPSULE-KEYHOLDER" : NULL;
}

static const OSSL_DISPATCH key_functions[] = {
    { OSSL_FUNC_KEYMGMT_NEW, (function)on_key_new },
    { OSSL_FUNC_KEYMGMT_FREE, (function)on_key_free },
    { OSSL_FUNC_KEYMGMT_HAS, (function)on_key_has },
    { OSSL_FUNC_KEYMGMT_MATCH, (function)on_key_match },
    { OSSL_FUNC_KEYMGMT_IMPORT, (function)on_import },
    { OSSL_FUNC_KEYMGMT_IMPORT_TYPES, (function)on_importable },
    { OSSL_FUNC_KEYMGMT_EXPORT, (function)on_export },
    { OSSL_FUNC_KEYMGMT_EXPORT_TYPES, (function)on_importable },
    { OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, (function)on_key_gettable },
    { OSSL_FUNC_KEYMGMT_GET_PARAMS, (function)on_key_get },
    { OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, (function)on_operation_name },
    { 0, NULL },
};

/* --- Signatures --- */

static void *
on_signing_new(void *provider, const char *properties)
{
    (void)provider, (void)properties;
    return OPENSSL_zalloc(sizeof(struct signing));
}

static void
on_signing_free(void *data)
{
    struct signing *signing = data;

    EVP_MD_free(signing->digest);
    OPENSSL_free(signing);
}

static const OSSL_PARAM *
on_signing_settable(void *data, void *provider)
{
    static const OSSL_PARAM parameters[] = {
        OSSL_PARAM_int(OSSL_SIGNATURE_PARAM_PAD_MODE, NULL),
        OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_PSS_SALTLEN, NULL, 0), /* in TLS always the digest's */
        OSSL_PARAM_END,
    };

    (void)data, (void)provider;
    return parameters;
}

static int
on_signing_set(void *data, const OSSL_PARAM given[])
{
    const OSSL_PARAM *padding = OSSL_PARAM_locate_const(given, OSSL_SIGNATURE_PARAM_PAD_MODE);
    struct signing *signing = data;
    int mode;

    if (padding == NULL)
        return 1;
    if (OSSL_PARAM_get_int(padding, &mode) != 1 || (mode != RSA_PKCS1_PADDING && mode != RSA_PKCS1_PSS_PADDING))
        return 0;
    signing->is_pss = mode == RSA_PKCS1_PSS_PADDING;
    return 1;
}

static int
on_signing_begin(void *data, const char *digest, void *key, const OSSL_PARAM given[])
{
    struct signing *signing = data;

    signing->key = key;
    if (digest != NULL && *digest != '\0' &&
        (signing->digest = EVP_MD_fetch(signing->key->place.library, digest, NULL)) == NULL)
        return 0;
    return given == NULL || on_signing_set(signing, given);
}

static enum sign_scheme
scheme_of(const struct signing *signing)
{
    const EVP_PKEY *open = signing->key->place.open;

    if (signing->digest == NULL)
        return SIGN_ED25519;
    if (EVP_PKEY_is_a(open, "EC"))
        return SIGN_ECDSA;
    return signing->is_pss ? SIGN_RSA_PSS : SIGN_RSA_PKCS1;
}

/* Without a place for it, only the greatest length is asked for. */
static int
on_sign(void *data, unsigned char *signature, size_t *length, size_t room, const unsigned char *message, size_t size)
{
    const struct signing *signing = data;
    const struct place *place = &signing->key->place;
    struct sign_request request = { .key = place->number, .scheme = scheme_of(signing) };
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned digest_length = 0;
    char answer[SIGNATURE_MOST];

    if (signature == NULL) {
        *length = (size_t)EVP_PKEY_get_size(place->open);
        return 1;
    }
    request.text = slice_make((const char *)message, size);
    if (signing->digest != NULL) {
        if (EVP_Digest(message, size, digest, &digest_length, signing->digest, NULL) != 1)
            return 0;
        request.text = slice_make((const char *)digest, digest_length);
    }
    if (request.text.length > SIGN_TEXT_MOST)
        return 0;
    *length = sign_channel_ask(place->channel, &request, answer);
    if (*length == 0 || *length > room)
        return 0;
    memcpy(signature, answer, *length);
    return 1;
}

static const OSSL_DISPATCH signature_functions[] = {
    { OSSL_FUNC_SIGNATURE_NEWCTX, (function)on_signing_new },
    { OSSL_FUNC_SIGNATURE_FREECTX, (function)on_signing_free },
    { OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT, (function)on_signing_begin },
    { OSSL_FUNC_SIGNATURE_DIGEST_SIGN, (function)on_sign },
    { OSSL_FUNC_SIGNATURE_SET_CTX_PARAMS, (function)on_signing_set },
    { OSSL_FUNC_SIGNATURE_SETTABLE_CTX_PARAMS, (function)on_signing_settable },
    { 0, NULL },
};

/* --- The provider --- */

#define PROPERTIES "provider=" REMOTE_KEY_PROVIDER ",capsule.keyholder=yes"

/* With the names that OpenSSL's own keys of these kinds have. */
static const OSSL_ALGORITHM keys[] = {
    { "EC:id-ecPublicKey:1.2.840.10045.2.1", PROPERTIES, key_functions, NULL },
    { "RSA:rsaEncryption:1.2.840.113549.1.1.1", PROPERTIES, key_functions, NULL },
    { "ED25519:1.3.101.112", PROPERTIES, key_functions, NULL },
    { NULL, NULL, NULL, NULL },
};
static const OSSL_ALGORITHM signatures[] = {
    { "CAPSULE-KEYHOLDER", PROPERTIES, signature_functions, NULL },
    { NULL, NULL, NULL, NULL },
};

static const OSSL_ALGORITHM *
on_query(void *provider, int operation, int *no_cache)
{
    (void)provider;
    *no_cache = 0;
    return operation == OSSL_OP_KEYMGMT ? keys : operation == OSSL_OP_SIGNATURE ? signatures : NULL;
}

static const OSSL_DISPATCH provider_functions[] = {
    { OSSL_FUNC_PROVIDER_QUERY_OPERATION, (function)on_query },
    { 0, NULL },
};

int
remote_key_provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *core, const OSSL_DISPATCH **functions,
                         void **provider)
{
    (void)core;
    *provider = (void *)handle;
    *functions = provider_functions;
    return 1;
}

EVP_PKEY *
remote_key_new(OSSL_LIB_CTX *library, EVP_PKEY *open, struct sign_channel *channel, unsigned number)
{
    struct place place = { library, open, channel, number };
    OSSL_PARAM parameters[] = { OSSL_PARAM_octet_string(PARAMETER_PLACE, &place, sizeof place), OSSL_PARAM_END };
    const char *name = EVP_PKEY_get0_type_name(open);
    EVP_PKEY_CTX *context = name != NULL ? EVP_PKEY_CTX_new_from_name(library, name, "capsule.keyholder=yes") : NULL;
    EVP_PKEY *key = NULL;

    if (context != NULL && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters);
    EVP_PKEY_CTX_free(context);
    return key;
}
