/* admission.c - how many connections there may be, in all and of one client, and how fast a client may ask. */
#include "server/admission.h"

/* No client has more than this many times its cap, told or not. */
#define EXCESS_FACTOR 2

void
admission_make_room(struct service *service)
{
    struct deadline *oldest = deadline_first(&service->phases[PHASE_HANDSHAKE]);

    if (service->beginning < service->setup->settings->silent_connections || service_evict(service))
        return;
    if (oldest != NULL)
        connection_evict(connection_of(oldest), "evicted: too many handshakes");
}

void
admission_begin(struct connection *connection)
{
    struct service *service = connection->service;

    service->beginning++;
    if (service->peak < service_count(service))
        service->peak = service_count(service);
}

bool
admission_enter(struct connection *connection)
{
    struct service *service = connection->service;
    unsigned allowed = service->setup->settings->address_connections, count;

    if (network_list_holds(&service->setup->settings->trusted, connection->entry.address.bytes))
        return true;
    connection->group = address_group(&connection->entry.address);
    connection->counted = true;
    count = limit_enter(service->limit, &connection->group);
    connection->excess = count > allowed;
    return count <= allowed * EXCESS_FACTOR;
}

bool
admission_open(struct connection *connection)
{
    struct service *service = connection->service;
    struct deadline *oldest = deadline_first(&service->phases[PHASE_REQUEST]);

    if (service->open >= service->setup->settings->open_connections && oldest != NULL)
        connection_evict(connection_of(oldest), "evicted: too many connections");
    service->beginning--;
    service->open++;
    connection->open = true;
    return service->open <= service->setup->settings->open_connections;
}

unsigned
admission_ask(const struct connection *connection)
{
    const struct settings *settings = connection->service->setup->settings;
    const struct rate rate = { settings->rate_requests, settings->rate_burst };
    struct crowd *crowd = connection->service->setup->crowd;

    return connection->counted && crowd != NULL ? crowd_ask(crowd, &connection->group, &rate, deadline_now()) : 0;
}

void
admission_leave(struct connection *connection)
{
    struct service *service = connection->service;

    if (connection->open)
        service->open--;
    else
        service->beginning--;
    if (connection->counted)
        limit_leave(service->limit, &connection->group);
}
