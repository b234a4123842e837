/* sign_channel.h - a worker's socket to the keyholder, over which it has signed what its handshakes need. */
#ifndef SERVER_SIGN_CHANNEL_H
#define SERVER_SIGN_CHANNEL_H

#include "server/sign_request.h"

/* Embedded; nobody but sign_channel.c looks inside. */
struct sign_channel {
    int fd;
    uint32_t number; /* of the last request */
    bool is_silent;  /* the last one was not answered */
};

/* FD is lent: one end of a pair of sockets that keep messages apart. */
void sign_channel_init(struct sign_channel *channel, int fd);

/*
 * The length of the signature that the keyholder makes for REQUEST, whose number is set here; 0 if it refuses, or says
 * nothing within a second. It waits: a signature takes a tenth of a millisecond. What the keyholder took with it when it died
 * is asked of the next one. While nobody answers, further requests wait for some milliseconds only, as all connections of
 * the worker wait with them.
 */
size_t sign_channel_ask(struct sign_channel *channel, struct sign_request *request, char signature[SIGNATURE_MOST]);

#endif
