/*
 * x25519.c - a provider that gives OpenSSL the X25519 of libsodium.
 *
 * It offers three things: that TLS has the group x25519 (a capability), keys of it (provider-keymgmt(7)) and their exchange
 * (provider-keyexch(7)). OpenSSL calls the functions through its dispatch tables, with the names and types that it fixes.
 */
#include "server/x25519.h"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>
#include <openssl/prov_ssl.h>
#include <openssl/rand.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#define KEY_BYTES     crypto_scalarmult_curve25519_BYTES
#define KEY_BITS      253
#define SECURITY_BITS 128
#define GROUP_NAME    "x25519"
#define GROUP_NUMBER  0x001d /* RFC 8446 section 4.2.7 */

/* Has neither half, the public one, or both. */
struct key {
    unsigned char secret[KEY_BYTES], open[KEY_BYTES];
    bool has_secret, has_open;
};

/* A dispatch table holds functions of all types as this one. */
typedef void (*function)(void);

static struct key *
key_new(void)
{
    return OPENSSL_zalloc(sizeof(struct key));
}

static void
key_free(void *key)
{
    OPENSSL_clear_free(key, sizeof(struct key));
}

static void *
on_key_new(void *provider)
{
    (void)provider;
    return key_new();
}

/* A selection without keys asks for parameters, of which X25519 has none: a copy of it is an empty key. */
static void *
on_key_copy(const void *original, int selection)
{
    const struct key *from = original;
    struct key *key = key_new();

    if (key == NULL)
        return NULL;
    if ((selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) != 0 && from->has_open) {
        memcpy(key->open, from->open, KEY_BYTES);
        key->has_open = true;
    }
    if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0 && from->has_secret) {
        memcpy(key->secret, from->secret, KEY_BYTES);
        key->has_secret = true;
    }
    return key;
}

/* A key that is not made yet (NULL) has not even parameters. */
static int
on_key_has(const void *data, int selection)
{
    const struct key *key = data;

    return key != NULL && ((selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) == 0 || key->has_open) &&
           ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) == 0 || key->has_secret);
}

static int
on_key_match(const void *one, const void *other, int selection)
{
    const struct key *key = one, *second = other;

    if ((selection & OSSL_KEYMGMT_SELECT_KEYPAIR) == 0)
        return 1;
    return key->has_open && second->has_open && CRYPTO_memcmp(key->open, second->open, KEY_BYTES) == 0;
}

static const OSSL_PARAM *
on_key_gettable(void *provider)
{
    static const OSSL_PARAM parameters[] = {
        OSSL_PARAM_int(OSSL_PKEY_PARAM_BITS, NULL),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_SECURITY_BITS, NULL),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_MAX_SIZE, NULL),
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, NULL, 0),
        OSSL_PARAM_END,
    };

    (void)provider;
    return parameters;
}

static int
tell_number(OSSL_PARAM *wanted, const char *name, int number)
{
    OSSL_PARAM *parameter = OSSL_PARAM_locate(wanted, name);

    return parameter == NULL || OSSL_PARAM_set_int(parameter, number);
}

static int
on_key_get(void *data, OSSL_PARAM *wanted)
{
    const struct key *key = data;
    OSSL_PARAM *open = OSSL_PARAM_locate(wanted, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY);

    return tell_number(wanted, OSSL_PKEY_PARAM_BITS, KEY_BITS) &&
           tell_number(wanted, OSSL_PKEY_PARAM_SECURITY_BITS, SECURITY_BITS) &&
           tell_number(wanted, OSSL_PKEY_PARAM_MAX_SIZE, KEY_BYTES) &&
           (open == NULL || (key->has_open && OSSL_PARAM_set_octet_string(open, key->open, KEY_BYTES)));
}

static const OSSL_PARAM *
on_key_settable(void *provider)
{
    static const OSSL_PARAM parameters[] = {
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, NULL, 0),
        OSSL_PARAM_END,
    };

    (void)provider;
    return parameters;
}

/* The share of a client. The secret that may have been there does not belong to it. */
static int
on_key_set(void *data, const OSSL_PARAM given[])
{
    const OSSL_PARAM *open = OSSL_PARAM_locate_const(given, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY);
    struct key *key = data;
    size_t length = 0;
    void *bytes = key->open;

    if (open == NULL)
        return 1;
    OPENSSL_cleanse(key->secret, KEY_BYTES);
    key->has_secret = false;
    key->has_open = OSSL_PARAM_get_octet_string(open, &bytes, KEY_BYTES, &length) && length == KEY_BYTES;
    return key->has_open;
}

static const OSSL_PARAM *
on_making_settable(void *making, void *provider)
{
    static const OSSL_PARAM parameters[] = {
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, NULL, 0),
        OSSL_PARAM_END,
    };

    (void)making;
    (void)provider;
    return parameters;
}

static int
on_making_set(void *making, const OSSL_PARAM given[])
{
    const OSSL_PARAM *group = OSSL_PARAM_locate_const(given, OSSL_PKEY_PARAM_GROUP_NAME);
    const char *name;

    (void)making;
    return group == NULL || (OSSL_PARAM_get_utf8_string_ptr(group, &name) && OPENSSL_strcasecmp(name, GROUP_NAME) == 0);
}

/* What is being made is all that there is to remember: the selection. */
static void *
on_making_begin(void *provider, int selection, const OSSL_PARAM given[])
{
    int *making = OPENSSL_malloc(sizeof *making);

    (void)provider;
    if (making != NULL && !on_making_set(making, given)) {
        OPENSSL_free(making);
        return NULL;
    }
    if (making != NULL)
        *making = selection;
    return making;
}

static void *
on_make(void *making, OSSL_CALLBACK *progress, void *argument)
{
    struct key *key = key_new();

    (void)progress;
    (void)argument;
    if (key == NULL || (*(int *)making & OSSL_KEYMGMT_SELECT_KEYPAIR) == 0)
        return key;
    if (RAND_priv_bytes(key->secret, KEY_BYTES) != 1 ||
        crypto_scalarmult_curve25519_base(key->open, key->secret) != 0) {
        key_free(key);
        return NULL;
    }
    key->has_secret = key->has_open = true;
    return key;
}

static void
on_making_end(void *making)
{
    OPENSSL_free(making);
}

static const OSSL_DISPATCH key_functions[] = {
    { OSSL_FUNC_KEYMGMT_NEW, (function)on_key_new },
    { OSSL_FUNC_KEYMGMT_FREE, (function)key_free },
    { OSSL_FUNC_KEYMGMT_DUP, (function)on_key_copy },
    { OSSL_FUNC_KEYMGMT_HAS, (function)on_key_has },
    { OSSL_FUNC_KEYMGMT_MATCH, (function)on_key_match },
    { OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, (function)on_key_gettable },
    { OSSL_FUNC_KEYMGMT_GET_PARAMS, (function)on_key_get },
    { OSSL_FUNC_KEYMGMT_SETTABLE_PARAMS, (function)on_key_settable },
    { OSSL_FUNC_KEYMGMT_SET_PARAMS, (function)on_key_set },
    { OSSL_FUNC_KEYMGMT_GEN_INIT, (function)on_making_begin },
    { OSSL_FUNC_KEYMGMT_GEN_SETTABLE_PARAMS, (function)on_making_settable },
    { OSSL_FUNC_KEYMGMT_GEN_SET_PARAMS, (function)on_making_set },
    { OSSL_FUNC_KEYMGMT_GEN, (function)on_make },
    { OSSL_FUNC_KEYMGMT_GEN_CLEANUP, (function)on_making_end },
    { 0, NULL },
};

/* Our secret and the other side's share; the keys themselves may be gone when the secret is derived. */
static void *
on_exchange_new(void *provider)
{
    (void)provider;
    return key_new();
}

static int
on_exchange_begin(void *data, void *own, const OSSL_PARAM given[])
{
    struct key *exchange = data;
    const struct key *key = own;

    (void)given;
    memcpy(exchange->secret, key->secret, KEY_BYTES);
    exchange->has_secret = key->has_secret;
    return exchange->has_secret;
}

static int
on_exchange_peer(void *data, void *other)
{
    struct key *exchange = data;
    const struct key *key = other;

    memcpy(exchange->open, key->open, KEY_BYTES);
    exchange->has_open = key->has_open;
    return exchange->has_open;
}

/* Without a place for it, only the length is asked for. */
static int
on_exchange_derive(void *data, unsigned char *shared, size_t *length, size_t room)
{
    const struct key *exchange = data;

    if (!exchange->has_secret || !exchange->has_open)
        return 0;
    *length = KEY_BYTES;
    if (shared == NULL)
        return 1;
    return room >= KEY_BYTES && crypto_scalarmult_curve25519(shared, exchange->secret, exchange->open) == 0;
}

static const OSSL_DISPATCH exchange_functions[] = {
    { OSSL_FUNC_KEYEXCH_NEWCTX, (function)on_exchange_new },
    { OSSL_FUNC_KEYEXCH_FREECTX, (function)key_free },
    { OSSL_FUNC_KEYEXCH_INIT, (function)on_exchange_begin },
    { OSSL_FUNC_KEYEXCH_SET_PEER, (function)on_exchange_peer },
    { OSSL_FUNC_KEYEXCH_DERIVE, (function)on_exchange_derive },
    { 0, NULL },
};

#define PROPERTIES "provider=" X25519_PROVIDER
#define NAMES      "X25519:1.3.101.110"

static const OSSL_ALGORITHM keys[] = { { NAMES, PROPERTIES, key_functions, NULL }, { NULL, NULL, NULL, NULL } };
static const OSSL_ALGORITHM exchanges[] = { { NAMES, PROPERTIES, exchange_functions, NULL },
                                            { NULL, NULL, NULL, NULL } };

static const OSSL_ALGORITHM *
on_query(void *provider, int operation, int *no_cache)
{
    (void)provider;
    *no_cache = 0;
    return operation == OSSL_OP_KEYMGMT ? keys : operation == OSSL_OP_KEYEXCH ? exchanges : NULL;
}

/* libssl takes a group only from the provider that has its keys (provider-base(7), "CAPABILITIES"). */
static int
on_capabilities(void *provider, const char *capability, OSSL_CALLBACK *take, void *argument)
{
    unsigned int number = GROUP_NUMBER, security = SECURITY_BITS;
    int oldest = TLS1_VERSION, newest = 0, never = -1; /* 0: none is too new */
    const OSSL_PARAM group[] = {
        OSSL_PARAM_utf8_string(OSSL_CAPABILITY_TLS_GROUP_NAME, (char[]){ GROUP_NAME }, sizeof GROUP_NAME),
        OSSL_PARAM_utf8_string(OSSL_CAPABILITY_TLS_GROUP_NAME_INTERNAL, (char[]){ "X25519" }, sizeof "X25519"),
        OSSL_PARAM_utf8_string(OSSL_CAPABILITY_TLS_GROUP_ALG, (char[]){ "X25519" }, sizeof "X25519"),
        OSSL_PARAM_uint(OSSL_CAPABILITY_TLS_GROUP_ID, &number),
        OSSL_PARAM_uint(OSSL_CAPABILITY_TLS_GROUP_SECURITY_BITS, &security),
        OSSL_PARAM_int(OSSL_CAPABILITY_TLS_GROUP_MIN_TLS, &oldest),
        OSSL_PARAM_int(OSSL_CAPABILITY_TLS_GROUP_MAX_TLS, &newest),
        OSSL_PARAM_int(OSSL_CAPABILITY_TLS_GROUP_MIN_DTLS, &never),
        OSSL_PARAM_int(OSSL_CAPABILITY_TLS_GROUP_MAX_DTLS, &never),
        OSSL_PARAM_END,
    };

    (void)provider;
    return strcmp(capability, "TLS-GROUP") != 0 || take(group, argument);
}

static const OSSL_DISPATCH provider_functions[] = {
    { OSSL_FUNC_PROVIDER_QUERY_OPERATION, (function)on_query },
    { OSSL_FUNC_PROVIDER_GET_CAPABILITIES, (function)on_capabilities },
    { 0, NULL },
};

int
x25519_provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *core, const OSSL_DISPATCH **functions,
                     void **provider)
{
    (void)core;
    *provider = (void *)handle;
    *functions = provider_functions;
    return 1;
}
