/* key_service.h - the keyholder's work: signs for workers. */
#ifndef SERVER_KEY_SERVICE_H
#define SERVER_KEY_SERVICE_H

#include "server/private_key.h"

#include <time.h>

#define KEY_SERVICE_RATE 10000 /* signatures per second for one worker, several times what one core can make use of */

/* How much of that a worker has had in the present second. { 0 } at its start. */
struct key_allowance {
    time_t second;
    unsigned taken;
};

/* Takes one; false if there is none left in SECOND. */
bool key_allowance_take(struct key_allowance *allowance, time_t second);

/*
 * Answers requests (sign_request.h) that come over CHANNELS, with the keys of the places that they name; an empty signature
 * for a place or a scheme that there is not, and for a worker beyond its rate; nothing for what is no request. The other end
 * of CONTROL is the master's: a ping is answered, CONTROL_CHANNEL brings one more channel. A channel whose other end is
 * closed is closed. Returns when CONTROL's is.
 */
void key_service_run(struct private_key *const *keys, size_t key_count, const int *channels, size_t channel_count,
                     int control);

#endif
