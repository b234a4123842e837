/* proxy_header.c - PROXY protocol, versions 1 and 2; sections are those of HAProxy's proxy-protocol.txt. */
#include "protocol/proxy_header.h"

#include <arpa/inet.h>
#include <string.h>

#define LINE_MAX     107 /* 2.1: with its CRLF */
#define PREFIX       16  /* 2.2: signature, command, family, length */
#define SIGNATURE    12
#define TLV_PREFIX   3
#define PORT_MAX     65535
#define VERSION      2
#define COMMAND_MASK 0x0f

enum command { COMMAND_LOCAL = 0, COMMAND_PROXY = 1 };

static const char signature[SIGNATURE + 1] = "\r\n\r\n\0\r\nQUIT\n";

static void
set_ipv4(struct proxy_header *header, const void *address)
{
    header->has_address = true;
    memset(header->address, 0, sizeof header->address);
    header->address[10] = header->address[11] = 0xff;
    memcpy(header->address + 12, address, 4);
}

static void
set_ipv6(struct proxy_header *header, const void *address)
{
    header->has_address = true;
    memcpy(header->address, address, sizeof header->address);
}

/* --- Version 1 (2.1) --- */

static bool
take_number(struct slice *line, int family, unsigned char address[16])
{
    char text[INET6_ADDRSTRLEN];
    struct slice word;

    if (!slice_take_part(line, ' ', &word) || word.length == 0 || word.length >= sizeof text)
        return false;
    memcpy(text, word.bytes, word.length);
    text[word.length] = '\0';
    return inet_pton(family, text, address) == 1;
}

/* Decimal, without zeros in front. */
static bool
is_port(struct slice word)
{
    unsigned long number;

    return slice_to_number(word, PORT_MAX, &number) && (word.length == 1 || word.bytes[0] != '0');
}

/* Source and destination address, then their ports. */
static bool
read_endpoints(struct slice line, int family, struct proxy_header *header)
{
    unsigned char source[16], destination[16];
    struct slice port;

    if (!take_number(&line, family, source) || !take_number(&line, family, destination) ||
        !slice_take_part(&line, ' ', &port) || !is_port(port) || !is_port(line))
        return false;
    if (family == AF_INET)
        set_ipv4(header, source);
    else
        set_ipv6(header, source);
    return true;
}

static bool
read_line(struct slice line, struct proxy_header *header)
{
    struct slice family;

    line = slice_from(line, strlen("PROXY "));
    if (!slice_take_part(&line, ' ', &family))
        return false;
    if (slice_is(family, "UNKNOWN")) /* what follows up to the line's end must be ignored */
        return true;
    if (slice_is(family, "TCP4"))
        return read_endpoints(line, AF_INET, header);
    return slice_is(family, "TCP6") && read_endpoints(line, AF_INET6, header);
}

static enum proxy_header_state
read_version_1(struct slice bytes, struct proxy_header *header)
{
    size_t end = slice_find_byte(bytes, '\n');

    if (end == SLICE_NONE)
        return bytes.length < LINE_MAX ? PROXY_HEADER_WANTS_MORE : PROXY_HEADER_INVALID;
    header->length = end + 1;
    if (header->length > LINE_MAX || bytes.bytes[end - 1] != '\r' || !read_line(slice_range(bytes, 0, end - 1), header))
        return PROXY_HEADER_INVALID;
    return PROXY_HEADER_COMPLETE;
}

/* --- Version 2 (2.2) --- */

/* Extensions are of no use to us, but one that does not end where the header ends shows that its lengths are wrong. */
static bool
extensions_fit(struct slice rest)
{
    while (rest.length > 0) {
        size_t length;

        if (rest.length < TLV_PREFIX)
            return false;
        length = (size_t)(unsigned char)rest.bytes[1] << 8 | (unsigned char)rest.bytes[2];
        if (length > rest.length - TLV_PREFIX)
            return false;
        rest = slice_from(rest, TLV_PREFIX + length);
    }
    return true;
}

/* Families with their size of both addresses and ports. An address of a Unix socket is none that we could use. */
static const struct {
    unsigned char family;
    size_t size;
    void (*set)(struct proxy_header *header, const void *address);
} families[] = { { 0x11, 12, set_ipv4 }, { 0x21, 36, set_ipv6 }, { 0x31, 216, NULL } };

static bool
read_addresses(unsigned char family, struct slice rest, struct proxy_header *header)
{
    if (family == 0) /* UNSPEC: the rest must be ignored */
        return true;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (families[i].family != family)
            continue;
        if (rest.length < families[i].size || !extensions_fit(slice_from(rest, families[i].size)))
            return false;
        if (families[i].set != NULL)
            families[i].set(header, rest.bytes);
        return true;
    }
    return false;
}

static enum proxy_header_state
read_version_2(struct slice bytes, struct proxy_header *header)
{
    const unsigned char *prefix = (const unsigned char *)bytes.bytes;
    unsigned command;
    bool fits;

    if (bytes.length > SIGNATURE && (prefix[12] >> 4 != VERSION || (prefix[12] & COMMAND_MASK) > COMMAND_PROXY))
        return PROXY_HEADER_INVALID;
    if (bytes.length < PREFIX)
        return PROXY_HEADER_WANTS_MORE;
    command = prefix[12] & COMMAND_MASK;
    header->length = PREFIX + ((size_t)prefix[14] << 8 | prefix[15]);
    if (header->length > PROXY_HEADER_MAX)
        return PROXY_HEADER_INVALID;
    if (bytes.length < header->length)
        return PROXY_HEADER_WANTS_MORE;
    fits = command == COMMAND_LOCAL || read_addresses(prefix[13], slice_range(bytes, PREFIX, header->length), header);
    return fits ? PROXY_HEADER_COMPLETE : PROXY_HEADER_INVALID;
}

/* Whether BYTES begin with PREFIX, as far as they go. */
static bool
may_start(struct slice bytes, struct slice prefix)
{
    size_t common = bytes.length < prefix.length ? bytes.length : prefix.length;

    return slice_equal(slice_range(bytes, 0, common), slice_range(prefix, 0, common));
}

enum proxy_header_state
proxy_header_read(struct slice bytes, struct proxy_header *header)
{
    *header = (struct proxy_header){ 0 };
    if (bytes.length == 0)
        return PROXY_HEADER_WANTS_MORE;
    if (may_start(bytes, slice_make(signature, SIGNATURE)))
        return read_version_2(bytes, header);
    if (may_start(bytes, slice_of("PROXY ")))
        return read_version_1(bytes, header);
    return PROXY_HEADER_INVALID;
}
