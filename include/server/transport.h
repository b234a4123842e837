/*
 * transport.h - bytes to and from a client, with TLS or without: the same four functions for both.
 *
 * None of them blocks. What they cannot send at once they keep (at most one record) and say WANTS_WRITE; the caller waits
 * until the socket is writable and calls the same function again. What a caller waits for follows from the result alone.
 */
#ifndef SERVER_TRANSPORT_H
#define SERVER_TRANSPORT_H

#include "base/buffer.h"

#include <openssl/ssl.h>
#include <stdint.h>

#define TRANSPORT_PIECE   16384                 /* the most that one write takes: a TLS record */
#define TRANSPORT_RAW_MAX ((uint64_t)64 * 1024) /* raw bytes taken before the request is complete (hardening.md O2) */

enum transport_result {
    TRANSPORT_DONE,
    TRANSPORT_WANTS_READ,
    TRANSPORT_WANTS_WRITE,
    TRANSPORT_ENDED,  /* the client has closed its side; ours is open still */
    TRANSPORT_FAILED, /* final, whatever was received before; `reason` says why */
};

/* What the connections of a worker share: none of it outlives a callback. */
struct transport_pool {
    SSL_CTX *tls;         /* NULL without TLS */
    BIO_METHOD *method;   /* how OpenSSL reaches a transport */
    struct buffer flight; /* what OpenSSL has written and is not sent yet */
};

struct transport;

struct transport_kind {
    /* DONE: application data may flow. */
    enum transport_result (*handshake)(struct transport *transport);

    /* Reads at most ROOM bytes. DONE: *COUNT > 0 of them. */
    enum transport_result (*read)(struct transport *transport, char *bytes, size_t room, size_t *count);

    /*
     * Takes the first *COUNT > 0 of the bytes of PIECE (DONE). With LAST, what was taken may wait for the call of
     * shutdown, which must follow at once, so that both leave in one segment.
     */
    enum transport_result (*write)(struct transport *transport, struct slice piece, bool last, size_t *count);

    /* Says that our side ends here, after everything written: close_notify (TLS), then FIN. */
    enum transport_result (*shutdown)(struct transport *transport);
};

extern const struct transport_kind transport_tls, transport_plain;

/* Embedded in a connection. */
struct transport {
    const struct transport_kind *kind;
    struct transport_pool *pool;
    SSL *ssl;                /* TLS: made at the first byte */
    struct slice early;      /* bytes that were read before the transport was started; gone when the callback returns */
    struct buffer unsent;    /* TLS: encrypted bytes that the socket did not take */
    uint64_t received, sent; /* raw bytes */
    const char *reason;      /* of the last FAILED */
    int fd;                  /* the caller's */
    bool drained;            /* the last read got less than it asked for: only a wake-up can bring more */
    bool ended;              /* the client has closed its side */
    bool limited;            /* TRANSPORT_RAW_MAX holds */
    bool notified;           /* close_notify is written */
};

/* What the transports of one worker share; TLS is lent and may be NULL. */
void transport_pool_init(struct transport_pool *pool, SSL_CTX *tls);
void transport_pool_clear(struct transport_pool *pool);

/* Starts on FD, of which EARLY was read already. */
void transport_start(struct transport *transport, const struct transport_kind *kind, struct transport_pool *pool,
                     int fd, struct slice early);
void transport_clear(struct transport *transport); /* all zero is fine */

/* To be called when the event loop says that FD is readable. */
void transport_woken(struct transport *transport);

/* Reads from the socket itself, for the kinds: bytes > 0, 0 at the end, -1 and errno. Keeps `received` and the flags. */
ssize_t transport_receive(struct transport *transport, char *bytes, size_t room);

/* One send(2) with FLAGS besides the usual ones: bytes > 0, or -1 and errno. Keeps `sent`. */
ssize_t transport_send(struct transport *transport, struct slice bytes, int flags);

#endif
