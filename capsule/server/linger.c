/* linger.c - after the reply: what the client still sends is thrown away until it closes. */
#include "server/linger.h"

#include <errno.h>
#include <sys/socket.h>

/* What is taken from a client after our reply, before its connection is closed. */
#define LINGER_BYTES (64 * 1024)

/*
 * Close with unread input makes the kernel send a reset, which may overtake the reply (hardening.md L15): what the client
 * still sends is thrown away, unread (MSG_TRUNC), until it has closed.
 */
static void
on_linger(struct connection *connection)
{
    ssize_t count, all = 0;

    while ((count = recv(connection->fd, NULL, LINGER_BYTES, MSG_TRUNC | MSG_DONTWAIT)) > 0 && all < LINGER_BYTES)
        all += count;
    if (count < 0 && (errno == EAGAIN || errno == EINTR) && all < LINGER_BYTES)
        return;
    connection_close(connection, NULL);
}

void
linger_begin(struct connection *connection)
{
    int enough = LINGER_BYTES;

    connection->entry.milliseconds = deadline_now() - connection->accepted_at;
    transport_clear(&connection->transport);
    body_clear(&connection->body);
    setsockopt(connection->fd, SOL_SOCKET, SO_RCVLOWAT, &enough, sizeof enough);
    connection_enter(connection, PHASE_LINGER);
    connection_wait(connection, EV_READ, on_linger);
}

void
linger_on_deadline(struct deadline *deadline)
{
    connection_close(connection_of(deadline), NULL);
}
