/* listen.h - the listening sockets: opened once by the master, inherited by every worker (hardening.md S1). */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include "base/error.h"
#include "base/slice.h"
#include "server/worker.h"

/* Where to listen, as given on the command line. */
struct listen_address {
    char host[46]; /* a numeric IPv4 or IPv6 address; empty: every address of both families */
    bool is_ipv6;  /* of HOST, when there is one */
    unsigned port; /* 0: any free one */
    bool proxy;    /* each connection begins with a PROXY header */
};

/*
 * Reads `127.0.0.1:1965`, `[::1]:1965` or `:1965`, with or without `,proxy` behind it. Anything else: false with one line
 * that shows these forms.
 */
bool listen_address_read(struct slice text, struct listen_address *address, struct error *error)
    __attribute__((warn_unused_result));

struct listeners {
    struct listener *items; /* owned */
    size_t count, capacity;
};

/*
 * Opens the sockets of ADDRESS for PROTOCOL and adds them: for every address of the machine one per family, both on the
 * same port, or one alone where the system lacks the other family. Non-blocking, closed on exec. False with one line
 * that says what to do; then nothing is added.
 */
bool listeners_open(struct listeners *listeners, const struct listen_address *address, enum listener_protocol protocol,
                    struct error *error) __attribute__((warn_unused_result));

/* Adds one that is open already, whose socket is then owned. */
void listeners_add(struct listeners *listeners, const struct listener *listener);

/* The port of the socket FD; 0 if it has none. */
unsigned listener_port(int fd);

/* The port of the first listener of PROTOCOL; 0 if there is none. */
unsigned listeners_port(const struct listeners *listeners, enum listener_protocol protocol);

/*
 * What the listeners are, one letter each, as a worker is told: `m` Gemini, `o` Gopher, `M` and `O` with PROXY headers.
 * The caller frees the text.
 */
char *listeners_letters(const struct listeners *listeners);

/* The listener that LETTER stands for, with the socket FD. */
struct listener listener_of_letter(char letter, int fd);

/* Closes all. */
void listeners_clear(struct listeners *listeners);

#endif
