/* gopher_item.c - targets as the fields of a menu's item. */
#include "document/gopher_item.h"

#include "base/uri.h"
#include "base/utf8.h"

#define SELECTOR_MAX 1024 /* of an item elsewhere; longer ones are left to a client for URLs */
#define PORT_DEFAULT 70
#define PORT_LIMIT   65535

struct gopher_item
gopher_item_info(void)
{
    return (struct gopher_item){ 'i', SLICE(""), SLICE("null.host"), 1 };
}

struct gopher_item
gopher_item_own(char type, struct slice selector, const struct gopher_place *place)
{
    return (struct gopher_item){ type, selector, slice_of(place->host), place->port };
}

static struct gopher_item
url_item(const struct target *target, const struct gopher_place *place, struct buffer *room)
{
    buffer_truncate(room, 0);
    buffer_add_text(room, "URL:");
    buffer_add(room, target->url);
    return gopher_item_own('h', buffer_slice(room), place);
}

static struct gopher_item
page_item(const struct target *target, const struct gopher_place *place, struct buffer *room)
{
    (void)room;
    return gopher_item_own(target->item, target->selector, place);
}

static bool
is_selector(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] < 0x20 || text.bytes[i] == 0x7f)
            return false;
    return text.length <= SELECTOR_MAX && utf8_valid(text);
}

/* Nothing is reserved in a selector, so a `?` belongs to it (RFC 4266 2.1). */
static bool
decode_selector(const struct uri *uri, struct buffer *out)
{
    buffer_truncate(out, 0);
    uri_decode(slice_from(uri->path, 2), out);
    if (uri->has_query) {
        buffer_add_byte(out, '?');
        uri_decode(uri->query, out);
    }
    return is_selector(buffer_slice(out));
}

static struct gopher_item
gopher_url_item(const struct target *target, const struct gopher_place *place, struct buffer *room)
{
    unsigned long port = PORT_DEFAULT;
    struct uri uri;
    char type;

    if (!uri_parse(target->url, &uri) || uri.host.length == 0 || !decode_selector(&uri, room))
        return url_item(target, place, room);
    if (uri.port.length > 0 && !slice_to_number(uri.port, PORT_LIMIT, &port))
        return url_item(target, place, room);
    type = uri.path.length > 1 ? uri.path.bytes[1] : '1';
    if (!byte_is_alnum(type) || type == 'i')
        return url_item(target, place, room);
    return (struct gopher_item){ type, buffer_slice(room), uri.host, (unsigned)port };
}

typedef struct gopher_item item_of_kind(const struct target *target, const struct gopher_place *place,
                                        struct buffer *room);

static item_of_kind *const kinds[] = {
    [TARGET_NONE] = url_item,  [TARGET_WEB] = url_item,   [TARGET_MAIL] = url_item,
    [TARGET_PAGE] = page_item, [TARGET_FILE] = page_item, [TARGET_GOPHER] = gopher_url_item,
};

struct gopher_item
gopher_item_of(const struct target *target, const struct gopher_place *place, struct buffer *room)
{
    return kinds[target->kind](target, place, room);
}
