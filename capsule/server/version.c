/* version.c - the versions of OpenSSL, libsodium and libevent. */
#include "server/version.h"

#include <event2/event.h>
#include <openssl/crypto.h>
#include <sodium.h>

const char *
tls_library_version(void)
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

const char *
sodium_library_version(void)
{
    return sodium_version_string();
}

const char *
event_library_version(void)
{
    return event_get_version();
}
