/*
 * secret.h - how chains and keys get from the master into a worker: as memory that the worker wipes once it has made TLS
 * contexts of it.
 */
#ifndef SERVER_SECRET_H
#define SERVER_SECRET_H

#include "server/edition.h"
#include "server/tls_context.h"

/* Memory with the certificates of EDITION, and with their keys unless a keyholder has them; -1 with one line. The caller
 * closes it. */
int secret_write(const struct edition *edition, struct error *error);

/*
 * Takes the memory behind FD: wipes it, closes it, and makes CONTEXTS of what it held. KEYHOLDER has the keys, in the
 * same order, and stays with the contexts; NULL: they are in FD. False with one line; then nothing
 * is left to clear.
 */
bool secret_take(int fd, struct sign_channel *keyholder, struct tls_contexts *contexts, struct error *error)
    __attribute__((warn_unused_result));

#endif
