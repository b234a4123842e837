/* sockets.c - which sockets the server listens on. */
#include "server/sockets.h"

#include <stdlib.h>
#include <string.h>

#include "server/inherit.h"

static bool
open_own(struct listeners *listeners, const struct text_list *texts, const char *fallback,
         enum listener_protocol protocol, struct error *error)
{
    size_t count = texts->count > 0 ? texts->count : 1;

    for (size_t i = 0; i < count; i++) {
        const char *text = texts->count > 0 ? texts->items[i] : fallback;
        struct listen_address address;

        if (strcmp(text, "off") == 0)
            continue;
        if (!listen_address_read(slice_of(text), &address, error) ||
            !listeners_open(listeners, &address, protocol, error))
            return false;
    }
    return true;
}

static bool
provide(struct listeners *listeners, const struct listeners *inherited, const struct text_list *texts,
        const char *fallback, enum listener_protocol protocol, struct error *error)
{
    bool is_off = texts->count == 1 && strcmp(texts->items[0], "off") == 0;

    if (is_off || listeners_port(inherited, protocol) == 0)
        return open_own(listeners, texts, fallback, protocol, error);
    for (size_t i = 0; i < inherited->count; i++)
        if (inherited->items[i].protocol == protocol)
            listeners_add(listeners, &inherited->items[i]);
    return true;
}

bool
sockets_open(struct listeners *listeners, const struct master_options *options, struct error *error)
{
    struct listeners inherited = { 0 };
    bool opened = inherit_listeners(&inherited, error) &&
                  provide(listeners, &inherited, options->gemini, ":1965", PROTOCOL_GEMINI, error) &&
                  provide(listeners, &inherited, options->gopher, ":7070", PROTOCOL_GOPHER, error);

    free(inherited.items); /* what is of no use stays open, as whoever opened it wants */
    return opened;
}
