/* arrival.c - from the accepted socket to a client whose address is known. */
#include "server/arrival.h"

#include <errno.h>
#include <string.h>

#include "protocol/proxy_header.h"
#include "server/admission.h"
#include "server/handshake.h"

static enum phase
first_phase(const struct connection *connection)
{
    if (connection->excess)
        return PHASE_EXCESS;
    return connection->port->protocol == PROTOCOL_GEMINI ? PHASE_HANDSHAKE : PHASE_SELECTOR;
}

/* It is known whose connection this is. */
static void
begin_client(struct connection *connection)
{
    if (!admission_enter(connection)) {
        connection_refuse(connection, "refused: too many connections of one client");
        return;
    }
    connection_enter(connection, first_phase(connection));
    handshake_begin(connection); /* the ClientHello is often here already */
}

static void
end_proxy_header(struct connection *connection, const struct proxy_header *header)
{
    buffer_clear(&connection->request);
    if (header->has_address)
        memcpy(connection->entry.address.bytes, header->address, sizeof header->address);
    begin_client(connection);
}

/* A proxy that is not set up as we are is a fault that its operator looks for in the log. */
static void
refuse_proxy(struct connection *connection, const char *reason)
{
    connection_break_silence(connection);
    buffer_clear(&connection->request);
    connection_close(connection, reason);
}

/*
 * Takes exactly the header's bytes off the socket, as what follows is for TLS to read (hardening.md S7): it is looked at
 * first, and taken as far as it belongs to the header.
 */
static void
on_proxy_header(struct connection *connection)
{
    char *bytes = connection->service->scratch;
    size_t before = connection->request.length;
    ssize_t count = recv(connection->fd, bytes, PROXY_HEADER_MAX - before, MSG_PEEK | MSG_DONTWAIT);
    enum proxy_header_state state = PROXY_HEADER_WANTS_MORE;
    struct proxy_header header;

    if (count > 0) {
        buffer_add(&connection->request, slice_make(bytes, (size_t)count));
        state = proxy_header_read(buffer_slice(&connection->request), &header);
        if (state == PROXY_HEADER_COMPLETE)
            count = (ssize_t)(header.length - before);
        count = recv(connection->fd, bytes, (size_t)count, MSG_DONTWAIT);
    }
    if (state == PROXY_HEADER_COMPLETE && count > 0)
        end_proxy_header(connection, &header);
    else if (state == PROXY_HEADER_INVALID)
        refuse_proxy(connection, "no valid PROXY header");
    else if (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)))
        connection_wait(connection, EV_READ, on_proxy_header);
    else
        connection_close(connection, NULL); /* a health check of the port alone */
}

static void
expect_proxy_header(struct connection *connection)
{
    if (!network_list_holds(&connection->service->setup->settings->proxy_from, connection->entry.address.bytes)) {
        refuse_proxy(connection, "a PROXY header is taken from proxy-from alone");
        return;
    }
    connection_enter(connection, PHASE_PROXY);
    on_proxy_header(connection);
}

void
arrival_accept(struct service *service, const struct service_port *port, int fd, const struct sockaddr *peer)
{
    struct connection *connection;

    admission_make_room(service);
    connection = connection_new(service, port, fd, peer);
    if (port->proxy)
        expect_proxy_header(connection);
    else
        begin_client(connection);
}

void
arrival_on_proxy_deadline(struct deadline *deadline)
{
    struct connection *connection = connection_of(deadline);

    if (connection->request.length > 0)
        refuse_proxy(connection, "no PROXY header within deadline.proxy");
    else
        connection_close(connection, NULL);
}
