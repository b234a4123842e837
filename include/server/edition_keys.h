/* edition_keys.h - which keyholder an edition has: that of the edition before it as long as the keys are the same. */
#ifndef SERVER_EDITION_KEYS_H
#define SERVER_EDITION_KEYS_H

#include "server/edition.h"
#include "server/keyholder_process.h"

/*
 * Gives EDITION, which is complete, the process that holds its keys: the one of BEFORE (NULL: none), or a new one, which has
 * found that each key is that of its chain. None without a Gemini listener, or with `key-process: off`. False with one line.
 */
bool edition_keys_provide(struct edition *edition, const struct edition *before, const struct keyholder_terms *terms,
                          const struct listeners *listeners, struct error *error) __attribute__((warn_unused_result));

#endif
