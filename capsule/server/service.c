/* service.c - what all connections of a worker share. */
#include "server/service.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "server/connection.h"

static void
init_phases(struct service *service)
{
    const struct settings *settings = service->setup->settings;

    for (enum phase phase = 0; phase < PHASE_COUNT; phase++)
        deadline_queue_init(&service->phases[phase], service->base, phase_milliseconds(phase, settings),
                            phase_on_deadline(phase));
}

static unsigned
local_port(int fd)
{
    struct sockaddr_in6 local = { .sin6_family = AF_UNSPEC }; /* IPv4 has its port at the same place */
    socklen_t size = sizeof local;

    if (getsockname(fd, (struct sockaddr *)&local, &size) < 0)
        return 0;
    return ntohs(local.sin6_port);
}

/* Which public port a listener stands for: the one that is set, else its own. */
static void
init_port(struct service *service, const struct listener *listener, struct service_port *port)
{
    const struct worker_setup *setup = service->setup;
    unsigned own = local_port(listener->fd);
    struct image_facts facts;
    struct buffer served = { .bytes = port->served, .capacity = sizeof port->served };

    image_facts(setup->sites[0].image, &facts);
    port->protocol = listener->protocol;
    port->proxy = listener->proxy;
    port->gemini.images = service->images;
    port->gemini.image_count = setup->site_count;
    port->gopher.image = setup->sites[0].image;
    port->gemini.port = setup->settings->gemini_port != 0 ? setup->settings->gemini_port : own;
    port->gopher.host = service->host;
    port->gopher.port = facts.gopher_port != 0 ? facts.gopher_port : own;
    port->gopher.gemini_port = facts.gemini_port;
    port->gopher.terminator = setup->settings->gopher_text_terminator;
    if (strlen(service->host) <= 255)
        buffer_format(&served, "%s:%u", service->host,
                      port->protocol == PROTOCOL_GEMINI ? port->gemini.port : port->gopher.port);
}

struct service *
service_new(const struct worker_setup *setup, struct event_base *base)
{
    struct service *service = memory_new(sizeof *service);

    service->setup = setup;
    service->base = base;
    service->host = slice_copy(image_host(setup->sites[0].image, 0));
    service->images = memory_new(setup->site_count * sizeof *service->images);
    for (size_t i = 0; i < setup->site_count; i++)
        service->images[i] = setup->sites[i].image;
    service->limit = limit_new(setup->crowd);
    service->log = access_log_new(base, setup->access_log, setup->settings->log_addresses);
    TAILQ_INIT(&service->silent);
    transport_pool_init(&service->pool, setup->tls);
    init_phases(service);
    service->ports = memory_new((setup->listener_count + 1) * sizeof *service->ports);
    for (size_t i = 0; i < setup->listener_count; i++)
        init_port(service, &setup->listeners[i], &service->ports[i]);
    return service;
}

void
service_free(struct service *service)
{
    service_end(service, SERVICE_ENDS_ALL);
    for (size_t i = 0; i < PHASE_COUNT; i++)
        deadline_queue_clear(&service->phases[i]);
    transport_pool_clear(&service->pool);
    access_log_free(service->log);
    limit_free(service->limit);
    free(service->ports);
    free(service->images);
    free(service->host);
    free(service);
}

const struct service_port *
service_port_at(const struct service *service, size_t listener)
{
    return &service->ports[listener];
}

size_t
service_count(const struct service *service)
{
    return service->beginning + service->open;
}

void
service_on_close(struct service *service, void (*on_close)(void *), void *argument)
{
    service->on_close = on_close;
    service->on_close_argument = argument;
}

bool
service_evict(struct service *service)
{
    struct connection *silent = TAILQ_FIRST(&service->silent);

    if (silent != NULL)
        connection_evict(silent, "evicted: silent for longest");
    return silent != NULL;
}

void
service_end(struct service *service, enum service_ending ending)
{
    static const enum phase idle[] = { PHASE_PROXY,   PHASE_EXCESS,   PHASE_HANDSHAKE,
                                       PHASE_REQUEST, PHASE_SELECTOR, PHASE_LINGER };
    struct connection *silent;
    struct deadline *first;

    while ((silent = TAILQ_FIRST(&service->silent)) != NULL)
        connection_close(silent, "the server is stopping");
    if (ending == SERVICE_ENDS_SILENT)
        return;
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        while ((first = deadline_first(&service->phases[idle[i]])) != NULL)
            connection_close(connection_of(first), "the server is stopping");
    if (ending == SERVICE_ENDS_ALL)
        while ((first = deadline_first(&service->phases[PHASE_WRITE])) != NULL)
            connection_reset(connection_of(first), "the server is stopping");
}
