/* sockets.h - which sockets the server listens on: those of its options, or in their place those it was handed. */
#ifndef SERVER_SOCKETS_H
#define SERVER_SOCKETS_H

#include "server/listen.h"
#include "server/master.h"

/*
 * Adds them to LISTENERS. Sockets that others have opened (inherit.h) stand in the place of our own, unless the options
 * say that their protocol is off. False with one line; what was added then stays there.
 */
bool sockets_open(struct listeners *listeners, const struct master_options *options, struct error *error)
    __attribute__((warn_unused_result));

#endif
