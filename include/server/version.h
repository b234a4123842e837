/* version.h - the versions of the libraries that only this layer sees, as found at run time. */
#ifndef SERVER_VERSION_H
#define SERVER_VERSION_H

/* "3.0.15" of OpenSSL. Static. */
const char *tls_library_version(void);

/* "1.0.18" of libsodium. Static. */
const char *sodium_library_version(void);

/* "2.1.12-stable" of libevent. Static. */
const char *event_library_version(void);

#endif
