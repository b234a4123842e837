/* library_fixture.h - the cryptography under TLS, as the state of a test program's tests. */
#ifndef LIBRARY_FIXTURE_H
#define LIBRARY_FIXTURE_H

#include "server/tls_library.h"

static inline int
library_begin(void **state)
{
    struct error error = { "" };

    *state = tls_library_new(&error);
    return *state == NULL;
}

static inline int
library_end(void **state)
{
    tls_library_free(*state);
    return 0;
}

#endif
