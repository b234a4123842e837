/*
 * keyholder.h - the process that has the private keys, and nothing else: no site, no client, no network.
 *
 * Workers, which read what strangers send, have signed by it what their handshakes need (sign_channel.h). Who breaks into
 * a worker can have signatures made as long as he is there, and cannot take the key with him.
 */
#ifndef SERVER_KEYHOLDER_H
#define SERVER_KEYHOLDER_H

#include "base/error.h"

struct keyholder;

/*
 * Reads the keys that ROLE_SECRET and the descriptors from ROLE_KEYS on hand over (key_files.h), and closes them. After
 * this it needs no file any more. NULL with one line.
 */
struct keyholder *keyholder_new(struct error *error);
void keyholder_free(struct keyholder *keyholder); /* wipes the keys; NULL is fine */

/* Signs until the master is gone or has no use for it. SIGTERM and SIGINT are ignored from keyholder_new on. */
void keyholder_run(const struct keyholder *keyholder);

#endif
