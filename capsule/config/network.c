/* network.c - ranges of IP addresses. */
#include "config/network.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define MAPPED_BITS  96
#define ADDRESS_BITS 128

static const unsigned char mapped[MAPPED_BITS / 8] = { [10] = 0xff, [11] = 0xff };

static bool
read_address(struct slice text, struct network *network, bool *is_ipv4)
{
    char address[INET6_ADDRSTRLEN];

    if (text.length == 0 || text.length >= sizeof address)
        return false;
    memcpy(address, text.bytes, text.length);
    address[text.length] = '\0';
    *is_ipv4 = inet_pton(AF_INET, address, network->bytes + sizeof mapped) == 1;
    if (!*is_ipv4)
        return inet_pton(AF_INET6, address, network->bytes) == 1;
    memcpy(network->bytes, mapped, sizeof mapped);
    return true;
}

static void
cut(struct network *network)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;

    if (rest > 0) {
        network->bytes[whole] = (unsigned char)(network->bytes[whole] & (0xff00 >> rest));
        whole++;
    }
    memset(network->bytes + whole, 0, NETWORK_BYTES - whole);
}

bool
network_read(struct slice text, struct network *network)
{
    size_t slash = slice_find_byte(text, '/');
    bool is_ipv4;
    unsigned long bits;

    *network = (struct network){ .bits = ADDRESS_BITS };
    if (!read_address(slice_range(text, 0, slash), network, &is_ipv4))
        return false;
    if (slash == SLICE_NONE)
        return true;
    if (!slice_to_number(slice_from(text, slash + 1), is_ipv4 ? ADDRESS_BITS - MAPPED_BITS : ADDRESS_BITS, &bits))
        return false;
    network->bits = (unsigned)bits + (is_ipv4 ? MAPPED_BITS : 0);
    cut(network);
    return true;
}

void
network_write(const struct network *network, struct buffer *out)
{
    char text[INET6_ADDRSTRLEN];
    bool is_ipv4 = network->bits >= MAPPED_BITS && memcmp(network->bytes, mapped, sizeof mapped) == 0;
    unsigned before = is_ipv4 ? MAPPED_BITS : 0;

    inet_ntop(is_ipv4 ? AF_INET : AF_INET6, network->bytes + before / 8, text, sizeof text);
    buffer_format(out, "%s/%u", text, network->bits - before);
}

void
network_list_add(struct network_list *list, const struct network *network)
{
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = *network;
}

void
network_list_clear(struct network_list *list)
{
    free(list->items);
    *list = (struct network_list){ 0 };
}

static bool
holds(const struct network *network, const unsigned char *address)
{
    struct network other = { .bits = network->bits };

    memcpy(other.bytes, address, NETWORK_BYTES);
    cut(&other);
    return memcmp(other.bytes, network->bytes, NETWORK_BYTES) == 0;
}

bool
network_list_holds(const struct network_list *list, const unsigned char address[NETWORK_BYTES])
{
    for (size_t i = 0; i < list->count; i++)
        if (holds(&list->items[i], address))
            return true;
    return false;
}
