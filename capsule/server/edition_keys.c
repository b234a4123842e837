/* edition_keys.c - which keyholder an edition has. */
#include "server/edition_keys.h"

bool
edition_keys_provide(struct edition *edition, const struct edition *before, const struct keyholder_terms *terms,
                     const struct listeners *listeners, struct error *error)
{
    int handover;

    if (edition->keys.count == 0)
        return true;
    if (before != NULL && before->keyholder != NULL && keyholder_process_has(before->keyholder, &edition->keys)) {
        edition->keyholder = keyholder_process_hold(before->keyholder);
        key_files_clear(&edition->keys);
        return true;
    }
    handover = edition_handover(edition, listeners, error);
    if (handover >= 0)
        edition->keyholder = keyholder_process_new(terms, &edition->keys, handover, error);
    return edition->keyholder != NULL;
}
