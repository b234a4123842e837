/* address.c - where a client comes from. */
#include "server/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const unsigned char mapped_prefix[12] = { [10] = 0xff, [11] = 0xff };

struct address
address_of(const struct sockaddr *sockaddr)
{
    struct address address = { { 0 } };

    if (sockaddr->sa_family == AF_INET6) {
        memcpy(address.bytes, &((const struct sockaddr_in6 *)(const void *)sockaddr)->sin6_addr, 16);
    } else if (sockaddr->sa_family == AF_INET) {
        memcpy(address.bytes, mapped_prefix, sizeof mapped_prefix);
        memcpy(address.bytes + 12, &((const struct sockaddr_in *)(const void *)sockaddr)->sin_addr, 4);
    }
    return address;
}

static bool
is_ip4(const struct address *address)
{
    return memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0;
}

/* Keeps the first KEPT bytes. */
static struct address
cut(const struct address *address, size_t kept)
{
    struct address result = { { 0 } };

    memcpy(result.bytes, address->bytes, kept);
    return result;
}

struct address
address_group(const struct address *address)
{
    return is_ip4(address) ? *address : cut(address, 8);
}

void
address_write(const struct address *address, enum log_addresses addresses, struct buffer *out)
{
    char text[INET6_ADDRSTRLEN];
    bool ip4 = is_ip4(address), whole = addresses == LOG_ADDRESSES_FULL;
    struct address shown = whole ? *address : cut(address, ip4 ? 15 : 6);

    if (addresses == LOG_ADDRESSES_OFF) {
        buffer_add_byte(out, '-');
        return;
    }
    inet_ntop(ip4 ? AF_INET : AF_INET6, shown.bytes + (ip4 ? 12 : 0), text, sizeof text);
    buffer_add_text(out, text);
    if (!whole)
        buffer_add_text(out, ip4 ? "/24" : "/48");
}
