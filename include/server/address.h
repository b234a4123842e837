/* address.h - where a client comes from: who counts as one, and how much of it a log may show. */
#ifndef SERVER_ADDRESS_H
#define SERVER_ADDRESS_H

#include "base/buffer.h"
#include "config/setting.h"

#include <sys/socket.h>

/* An IPv6 address, or an IPv4 address mapped into IPv6 (::ffff:0:0/96), so that both ways to reach us are one client. */
struct address {
    unsigned char bytes[16];
};

/* The address of SOCKADDR; all zero (::) for a family other than IPv4 and IPv6. */
struct address address_of(const struct sockaddr *sockaddr);

/* What one client is for the caps: an IPv4 address, or the /64 of an IPv6 address. */
struct address address_group(const struct address *address);

/*
 * Appends the address as far as ADDRESSES lets it: in full, the IPv4 /24 or IPv6 /48 with that suffix, or `-`.
 */
void address_write(const struct address *address, enum log_addresses addresses, struct buffer *out);

#endif
