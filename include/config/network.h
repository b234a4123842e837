/* network.h - ranges of IP addresses, such as 192.0.2.0/24, in which IPv4 is a part of IPv6 (::ffff:0:0/96). */
#ifndef CONFIG_NETWORK_H
#define CONFIG_NETWORK_H

#include "base/buffer.h"

#define NETWORK_BYTES 16

struct network {
    unsigned char bytes[NETWORK_BYTES]; /* what is behind the first BITS is 0 */
    unsigned bits;                      /* 96 to 128 for IPv4 */
};

struct network_list {
    struct network *items; /* owned */
    size_t count;
};

/* Reads an IPv4 or IPv6 address, alone or with `/` and a number of bits; what is behind these bits does not count. */
bool network_read(struct slice text, struct network *network) __attribute__((warn_unused_result));

/* Appends it in the form that network_read takes. */
void network_write(const struct network *network, struct buffer *out);

/* Adds a copy of NETWORK; { 0 } is an empty list. */
void network_list_add(struct network_list *list, const struct network *network);
void network_list_clear(struct network_list *list);

/* True if ADDRESS, an IPv6 or a mapped IPv4 address, lies in one of the networks. */
bool network_list_holds(const struct network_list *list, const unsigned char address[NETWORK_BYTES]);

#endif
