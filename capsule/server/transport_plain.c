/* transport_plain.c - bytes as they are: Gopher. */
#include "server/transport.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

static enum transport_result
fail(struct transport *transport)
{
    transport->reason = errno == EMSGSIZE ? "too many bytes before the request was complete" : strerror(errno);
    return TRANSPORT_FAILED;
}

static enum transport_result
plain_handshake(struct transport *transport)
{
    (void)transport;
    return TRANSPORT_DONE;
}

static enum transport_result
plain_read(struct transport *transport, char *bytes, size_t room, size_t *count)
{
    ssize_t result = transport_receive(transport, bytes, room);

    if (result < 0)
        return errno == EAGAIN ? TRANSPORT_WANTS_READ : fail(transport);
    *count = (size_t)result;
    return result > 0 ? TRANSPORT_DONE : TRANSPORT_ENDED;
}

static enum transport_result
plain_write(struct transport *transport, struct slice piece, bool last, size_t *count)
{
    ssize_t result = transport_send(transport, piece, last ? MSG_MORE : 0);

    if (result < 0)
        return errno == EAGAIN ? TRANSPORT_WANTS_WRITE : fail(transport);
    *count = (size_t)result;
    return TRANSPORT_DONE;
}

static enum transport_result
plain_shutdown(struct transport *transport)
{
    return shutdown(transport->fd, SHUT_WR) == 0 ? TRANSPORT_DONE : fail(transport);
}

const struct transport_kind transport_plain = {
    .handshake = plain_handshake,
    .read = plain_read,
    .write = plain_write,
    .shutdown = plain_shutdown,
};
