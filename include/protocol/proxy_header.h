/*
 * proxy_header.h - what a proxy puts before a connection's first byte, so that we learn the client's address: the PROXY
 * protocol of HAProxy, versions 1 (a line of text) and 2 (binary), as its proxy-protocol.txt has it.
 */
#ifndef PROTOCOL_PROXY_HEADER_H
#define PROTOCOL_PROXY_HEADER_H

#include "base/slice.h"

#define PROXY_HEADER_MAX 536 /* the bytes of a header that we take; the largest with addresses alone has 232 */

enum proxy_header_state {
    PROXY_HEADER_WANTS_MORE, /* all bytes so far belong to a header, which is not complete */
    PROXY_HEADER_COMPLETE,
    PROXY_HEADER_INVALID /* whatever follows: the connection is to be closed */
};

struct proxy_header {
    size_t length;             /* of the header; what stands behind it belongs to the client */
    bool has_address;          /* false: the proxy speaks for itself (health checks), or of no IP address */
    unsigned char address[16]; /* the client's; an IPv4 address is mapped into IPv6 */
};

/* Reads the header at the beginning of BYTES, all that has come. HEADER is filled in when it is complete. */
enum proxy_header_state proxy_header_read(struct slice bytes, struct proxy_header *header);

#endif
