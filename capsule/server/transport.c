/* transport.c - what both kinds of transport share: the socket. */
#include "server/transport.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

void
transport_start(struct transport *transport, const struct transport_kind *kind, struct transport_pool *pool, int fd,
                struct slice early)
{
    *transport = (struct transport){ .kind = kind, .pool = pool, .fd = fd, .early = early, .limited = true };
    transport->received = early.length;
}

void
transport_clear(struct transport *transport)
{
    SSL_free(transport->ssl);
    transport->ssl = NULL;
    buffer_clear(&transport->unsent);
    if (transport->pool != NULL)
        buffer_truncate(&transport->pool->flight, 0);
}

void
transport_woken(struct transport *transport)
{
    transport->drained = false;
}

static ssize_t
take_early(struct transport *transport, char *bytes, size_t room)
{
    size_t count = transport->early.length < room ? transport->early.length : room;

    memcpy(bytes, transport->early.bytes, count);
    transport->early = slice_from(transport->early, count);
    return (ssize_t)count;
}

static ssize_t
fail_with(int number)
{
    errno = number;
    return -1;
}

ssize_t
transport_receive(struct transport *transport, char *bytes, size_t room)
{
    ssize_t count;

    if (transport->early.length > 0)
        return take_early(transport, bytes, room);
    if (transport->ended)
        return 0;
    if (transport->drained)
        return fail_with(EAGAIN);
    if (transport->limited && transport->received >= TRANSPORT_RAW_MAX)
        return fail_with(EMSGSIZE);
    if (transport->limited && room > TRANSPORT_RAW_MAX - transport->received)
        room = (size_t)(TRANSPORT_RAW_MAX - transport->received);
    do
        count = recv(transport->fd, bytes, room, MSG_DONTWAIT);
    while (count < 0 && errno == EINTR);
    transport->drained = count < 0 || (size_t)count < room;
    transport->ended = count == 0;
    if (count > 0)
        transport->received += (uint64_t)count;
    return count;
}

ssize_t
transport_send(struct transport *transport, struct slice bytes, int flags)
{
    ssize_t count;

    do
        count = send(transport->fd, bytes.bytes, bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL | flags);
    while (count < 0 && errno == EINTR);
    if (count > 0)
        transport->sent += (uint64_t)count;
    return count;
}
