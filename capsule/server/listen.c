/* listen.c - opens the listening sockets. */
#include "server/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

#define BACKLOG       4096 /* the kernel cuts it to net.core.somaxconn */
#define PORT_ATTEMPTS 16   /* a port that is free in one family may be taken in the other */

static const char proxy_suffix[] = ",proxy";

static const char *const flags[] = { [PROTOCOL_GEMINI] = "--gemini", [PROTOCOL_GOPHER] = "--gopher" };

/* --- Addresses as text --- */

static bool
host_read(struct slice host, bool is_ipv6, struct listen_address *address)
{
    struct in6_addr number;

    if (host.length >= sizeof address->host)
        return false;
    memcpy(address->host, host.bytes, host.length);
    address->host[host.length] = '\0';
    address->is_ipv6 = is_ipv6;
    return inet_pton(is_ipv6 ? AF_INET6 : AF_INET, address->host, &number) == 1;
}

static bool
address_parse(struct slice text, struct listen_address *address)
{
    size_t colon = slice_find_last_byte(text, ':');
    struct slice host;
    unsigned long port;

    if (colon == SLICE_NONE || !slice_to_number(slice_from(text, colon + 1), 65535, &port))
        return false;
    address->port = (unsigned)port;
    host = slice_range(text, 0, colon);
    if (host.length == 0)
        return true;
    if (slice_starts(host, "[") && slice_ends(host, "]"))
        return host_read(slice_range(host, 1, host.length - 1), true, address);
    return host_read(host, false, address);
}

bool
listen_address_read(struct slice text, struct listen_address *address, struct error *error)
{
    struct slice place = text;

    *address = (struct listen_address){ .proxy = slice_ends(text, proxy_suffix) };
    if (address->proxy)
        place.length -= sizeof proxy_suffix - 1;
    if (address_parse(place, address))
        return true;
    return error_set(error, "\"%.*s\" is no address to listen on; write 127.0.0.1:1965, [::1]:1965, :1965 or off",
                     (int)text.length, text.bytes);
}

/* --- Sockets --- */

static socklen_t
socket_address(const struct listen_address *address, bool is_ipv6, struct sockaddr_storage *storage)
{
    struct sockaddr_in *four = (struct sockaddr_in *)storage;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)storage;

    memset(storage, 0, sizeof *storage); /* all zeros is "any address" in both families */
    if (is_ipv6) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((in_port_t)address->port);
        if (address->host[0] != '\0')
            inet_pton(AF_INET6, address->host, &six->sin6_addr);
        return sizeof *six;
    }
    four->sin_family = AF_INET;
    four->sin_port = htons((in_port_t)address->port);
    if (address->host[0] != '\0')
        inet_pton(AF_INET, address->host, &four->sin_addr);
    return sizeof *four;
}

/* A listening socket in one family, or -1 and errno. */
static int
open_one(const struct listen_address *address, bool is_ipv6)
{
    struct sockaddr_storage storage;
    socklen_t length = socket_address(address, is_ipv6, &storage);
    int on = 1, saved;
    int fd = socket(is_ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        (!is_ipv6 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0) &&
        bind(fd, (struct sockaddr *)&storage, length) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

unsigned
listener_port(int fd)
{
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;

    if (getsockname(fd, (struct sockaddr *)&storage, &length) != 0)
        return 0;
    if (storage.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&storage)->sin6_port);
    return ntohs(((struct sockaddr_in *)&storage)->sin_port);
}

/* The system has no such family, or no address in it: one does without. */
static bool
family_is_absent(int number)
{
    return number == EAFNOSUPPORT || number == EADDRNOTAVAIL || number == EPROTONOSUPPORT;
}

/* Sockets of both families on one port in FDS, -1 for an absent family. False and errno otherwise. */
static bool
open_pair(const struct listen_address *address, int fds[2])
{
    struct listen_address same = *address;
    int saved;

    fds[0] = open_one(address, false);
    if (fds[0] < 0 && !family_is_absent(errno))
        return false;
    if (fds[0] >= 0)
        same.port = listener_port(fds[0]);
    fds[1] = open_one(&same, true);
    if (fds[1] >= 0 || (fds[0] >= 0 && family_is_absent(errno)))
        return true;
    saved = errno;
    if (fds[0] >= 0)
        close(fds[0]);
    errno = saved;
    return false;
}

static bool
open_every(const struct listen_address *address, int fds[2])
{
    for (int attempt = 1; !open_pair(address, fds); attempt++)
        if (address->port != 0 || errno != EADDRINUSE || attempt == PORT_ATTEMPTS)
            return false;
    return true;
}

static bool
explain(const struct listen_address *address, const char *flag, int number, struct error *error)
{
    switch (number) {
    case EADDRINUSE:
        return error_set(error, "port %u is in use; choose another with %s ADDR:PORT", address->port, flag);
    case EACCES:
        return error_set(error, "port %u needs a privilege; choose one above 1023 with %s ADDR:PORT", address->port,
                         flag);
    case EADDRNOTAVAIL:
        return error_set(error, "this machine has no address %s; choose another with %s ADDR:PORT", address->host,
                         flag);
    default:
        return error_set(error, "cannot listen on port %u: %s", address->port, strerror(number));
    }
}

void
listeners_add(struct listeners *listeners, const struct listener *listener)
{
    listeners->items = memory_grow(listeners->items, listeners->count, &listeners->capacity, sizeof *listeners->items);
    listeners->items[listeners->count++] = *listener;
}

/* FD may be -1: the system lacks that family. */
static void
add(struct listeners *listeners, int fd, enum listener_protocol protocol, bool proxy)
{
    const struct listener listener = { fd, protocol, proxy };

    if (fd >= 0)
        listeners_add(listeners, &listener);
}

bool
listeners_open(struct listeners *listeners, const struct listen_address *address, enum listener_protocol protocol,
               struct error *error)
{
    int fds[2] = { -1, -1 };
    bool opened;

    if (address->host[0] == '\0') {
        opened = open_every(address, fds);
    } else {
        fds[0] = open_one(address, address->is_ipv6);
        opened = fds[0] >= 0;
    }
    if (!opened)
        return explain(address, flags[protocol], errno, error);
    add(listeners, fds[0], protocol, address->proxy);
    add(listeners, fds[1], protocol, address->proxy);
    return true;
}

unsigned
listeners_port(const struct listeners *listeners, enum listener_protocol protocol)
{
    for (size_t i = 0; i < listeners->count; i++)
        if (listeners->items[i].protocol == protocol)
            return listener_port(listeners->items[i].fd);
    return 0;
}

/* By protocol, then by whether PROXY headers are expected. */
static const char letters[2][2] = { [PROTOCOL_GEMINI] = { 'm', 'M' }, [PROTOCOL_GOPHER] = { 'o', 'O' } };

char *
listeners_letters(const struct listeners *listeners)
{
    struct buffer text = { 0 };

    for (size_t i = 0; i < listeners->count; i++)
        buffer_add_byte(&text, letters[listeners->items[i].protocol][listeners->items[i].proxy]);
    return buffer_take(&text);
}

struct listener
listener_of_letter(char letter, int fd)
{
    bool is_gopher = byte_lower(letter) == letters[PROTOCOL_GOPHER][0];

    return (struct listener){ .fd = fd,
                              .protocol = is_gopher ? PROTOCOL_GOPHER : PROTOCOL_GEMINI,
                              .proxy = letter != byte_lower(letter) };
}

void
listeners_clear(struct listeners *listeners)
{
    for (size_t i = 0; i < listeners->count; i++)
        close(listeners->items[i].fd);
    free(listeners->items);
    *listeners = (struct listeners){ 0 };
}
