/*
 * transport_tls.c - bytes under TLS: OpenSSL on a BIO of our own.
 *
 * What OpenSSL writes is collected in the worker's flight buffer and leaves by one send(2) at the end of each function, so
 * that a handshake flight, or a reply with its close_notify and the FIN, is one segment wherever it fits. Writing therefore
 * never blocks inside OpenSSL; what the socket does not take waits in `unsent`, and nothing more is encrypted until that is
 * gone. What OpenSSL reads comes straight from the socket, and from there only as much as TRANSPORT_RAW_MAX allows before
 * the request.
 */
#include "server/transport.h"

#include <errno.h>
#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>

/* OpenSSL's callbacks; their names and types are its own. */

static int
on_bio_read(BIO *bio, char *bytes, int room)
{
    struct transport *transport = BIO_get_data(bio);
    ssize_t count = transport_receive(transport, bytes, (size_t)room);

    BIO_clear_retry_flags(bio);
    if (count < 0 && errno == EAGAIN)
        BIO_set_retry_read(bio);
    else if (count < 0)
        transport->reason = errno == EMSGSIZE ? "too many bytes before the request was complete" : strerror(errno);
    return (int)count;
}

static int
on_bio_write(BIO *bio, const char *bytes, int length)
{
    struct transport *transport = BIO_get_data(bio);

    buffer_add(&transport->pool->flight, slice_make(bytes, (size_t)length));
    return length;
}

static long
on_bio_control(BIO *bio, int command, long number, void *argument)
{
    struct transport *transport = BIO_get_data(bio);

    (void)number;
    (void)argument;
    if (command == BIO_CTRL_EOF)
        return transport->ended;
    return command == BIO_CTRL_FLUSH; /* flushed when OpenSSL has returned */
}

static int
on_bio_create(BIO *bio)
{
    BIO_set_init(bio, 1);
    return 1;
}

void
transport_pool_init(struct transport_pool *pool, SSL_CTX *tls)
{
    *pool = (struct transport_pool){ .tls = tls };
    if (tls == NULL)
        return;
    pool->method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "capsule transport");
    BIO_meth_set_read(pool->method, on_bio_read);
    BIO_meth_set_write(pool->method, on_bio_write);
    BIO_meth_set_ctrl(pool->method, on_bio_control);
    BIO_meth_set_create(pool->method, on_bio_create);
}

void
transport_pool_clear(struct transport_pool *pool)
{
    BIO_meth_free(pool->method);
    buffer_clear(&pool->flight);
}

static bool
make_ssl(struct transport *transport)
{
    BIO *bio = BIO_new(transport->pool->method);

    transport->ssl = SSL_new(transport->pool->tls);
    if (transport->ssl == NULL || bio == NULL) {
        BIO_free(bio);
        return false;
    }
    BIO_set_data(bio, transport);
    SSL_set_bio(transport->ssl, bio, bio);
    SSL_set_accept_state(transport->ssl);
    return true;
}

static enum transport_result
fail(struct transport *transport, const char *otherwise)
{
    const char *reason = ERR_reason_error_string(ERR_peek_error());

    if (transport->reason == NULL)
        transport->reason = reason != NULL ? reason : otherwise;
    ERR_clear_error();
    return TRANSPORT_FAILED;
}

/* What to do after OpenSSL has returned RESULT <= 0: its own word alone decides (hardening.md L14). */
static enum transport_result
judge(struct transport *transport, int result)
{
    switch (SSL_get_error(transport->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        return TRANSPORT_WANTS_READ;
    case SSL_ERROR_WANT_WRITE:
        return TRANSPORT_WANTS_WRITE;
    case SSL_ERROR_ZERO_RETURN:
        return TRANSPORT_ENDED;
    default:
        return fail(transport, "connection lost");
    }
}

/* Keeps what the socket has not taken of FLIGHT, which is behind what waits already. */
static void
keep_unsent(struct transport *transport, struct slice rest)
{
    struct buffer kept = { 0 };

    buffer_add(&kept, rest);
    buffer_clear(&transport->unsent);
    transport->unsent = kept;
}

/* Sends what OpenSSL has written. DONE: nothing is left. */
static enum transport_result
flush(struct transport *transport, int flags)
{
    struct buffer *flight = &transport->pool->flight;
    struct slice rest = buffer_slice(flight);
    ssize_t count = 0;

    if (transport->unsent.length > 0) {
        buffer_add(&transport->unsent, rest);
        rest = buffer_slice(&transport->unsent);
    }
    while (rest.length > 0 && (count = transport_send(transport, rest, flags)) > 0)
        rest = slice_from(rest, (size_t)count);
    if (rest.length > 0 && errno != EAGAIN) {
        transport->reason = strerror(errno);
        rest.length = 0; /* it will never leave */
    }
    if (rest.length != transport->unsent.length)
        keep_unsent(transport, rest);
    buffer_truncate(flight, 0);
    if (count < 0 && transport->unsent.length == 0)
        return TRANSPORT_FAILED;
    return transport->unsent.length > 0 ? TRANSPORT_WANTS_WRITE : TRANSPORT_DONE;
}

static enum transport_result
tls_handshake(struct transport *transport)
{
    enum transport_result result = TRANSPORT_DONE, sent;
    int done;

    if (transport->unsent.length > 0 && (sent = flush(transport, 0)) != TRANSPORT_DONE)
        return sent;
    ERR_clear_error();
    if (transport->ssl == NULL && !make_ssl(transport))
        return fail(transport, "out of memory");
    done = SSL_accept(transport->ssl);
    if (done != 1)
        result = judge(transport, done);
    if (result == TRANSPORT_ENDED) {
        transport->reason = "client left during the handshake";
        result = TRANSPORT_FAILED;
    }
    sent = flush(transport, 0); /* after a failure, too: it is the alert that says why */
    return result == TRANSPORT_FAILED || sent == TRANSPORT_DONE ? result : sent;
}

static enum transport_result
tls_read(struct transport *transport, char *bytes, size_t room, size_t *count)
{
    enum transport_result result = TRANSPORT_DONE, sent;
    int done;

    if (transport->unsent.length > 0 && (sent = flush(transport, 0)) != TRANSPORT_DONE)
        return sent;
    ERR_clear_error();
    done = SSL_read(transport->ssl, bytes, room < INT_MAX ? (int)room : INT_MAX);
    if (done > 0)
        *count = (size_t)done;
    else
        result = judge(transport, done);
    if (transport->pool->flight.length > 0 && (sent = flush(transport, 0)) == TRANSPORT_FAILED)
        return sent;
    return result;
}

static enum transport_result
tls_write(struct transport *transport, struct slice piece, bool last, size_t *count)
{
    enum transport_result sent;
    int done;

    if (transport->unsent.length > 0 && (sent = flush(transport, 0)) != TRANSPORT_DONE)
        return sent;
    ERR_clear_error();
    done =
        SSL_write(transport->ssl, piece.bytes, (int)(piece.length < TRANSPORT_PIECE ? piece.length : TRANSPORT_PIECE));
    if (done <= 0)
        return judge(transport, done);
    *count = (size_t)done;
    if (!last && flush(transport, 0) == TRANSPORT_FAILED)
        return TRANSPORT_FAILED;
    return TRANSPORT_DONE;
}

/* MSG_MORE holds the last segment back until shutdown(2) adds the FIN to it. */
static enum transport_result
tls_shutdown(struct transport *transport)
{
    enum transport_result sent;

    if (!transport->notified) {
        ERR_clear_error();
        SSL_shutdown(transport->ssl);
        ERR_clear_error();
        transport->notified = true;
    }
    sent = flush(transport, MSG_MORE);
    if (sent != TRANSPORT_DONE)
        return sent;
    if (shutdown(transport->fd, SHUT_WR) == 0)
        return TRANSPORT_DONE;
    transport->reason = strerror(errno);
    return TRANSPORT_FAILED;
}

const struct transport_kind transport_tls = {
    .handshake = tls_handshake,
    .read = tls_read,
    .write = tls_write,
    .shutdown = tls_shutdown,
};
