/* version.c - the versions of OpenSSL and libevent. */
#include "server/version.h"

#include <event2/event.h>
#include <openssl/crypto.h>

const char *
tls_library_version(void)
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

const char *
event_library_version(void)
{
    return event_get_version();
}
