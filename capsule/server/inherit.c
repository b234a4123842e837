/* inherit.c - sockets by the protocol of sd_listen_fds(3), without its library. */
#include "server/inherit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"

#define FIRST_DESCRIPTOR 3 /* SD_LISTEN_FDS_START */
#define MOST_SOCKETS     64

static const struct {
    const char *name;
    struct listener listener;
} names[] = {
    { "gemini", { -1, PROTOCOL_GEMINI, false } },
    { "gopher", { -1, PROTOCOL_GOPHER, false } },
    { "gemini-proxy", { -1, PROTOCOL_GEMINI, true } },
    { "gopher-proxy", { -1, PROTOCOL_GOPHER, true } },
};

static const struct {
    unsigned port;
    enum listener_protocol protocol;
} ports[] = { { 1965, PROTOCOL_GEMINI }, { 70, PROTOCOL_GOPHER }, { 7070, PROTOCOL_GOPHER } };

bool
inherit_name_read(struct slice name, unsigned port, struct listener *listener)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_is(name, names[i].name)) {
            *listener = names[i].listener;
            return true;
        }
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        if (port == ports[i].port) {
            *listener = (struct listener){ -1, ports[i].protocol, false };
            return true;
        }
    return false;
}

char *
inherit_names(const struct listeners *listeners)
{
    struct buffer text = { 0 };

    for (size_t i = 0; i < listeners->count; i++) {
        size_t name = 0;

        while (names[name].listener.protocol != listeners->items[i].protocol ||
               names[name].listener.proxy != listeners->items[i].proxy)
            name++;
        buffer_format(&text, "%s%s", i > 0 ? ":" : "", names[name].name);
    }
    return buffer_take(&text);
}

static bool
is_listening(int fd)
{
    int listens = 0, type = 0, family = 0;
    socklen_t size = sizeof listens;

    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens &&
           getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM &&
           getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size) == 0 && (family == AF_INET || family == AF_INET6);
}

static bool
take_one(struct listeners *listeners, int fd, struct slice name, struct error *error)
{
    struct listener listener;
    unsigned port;

    if (!is_listening(fd))
        return error_set(error, "the inherited descriptor %d is no listening TCP socket", fd);
    port = listener_port(fd);
    if (!inherit_name_read(name, port, &listener))
        return error_set(error,
                         "the inherited socket on port %u is for nothing known; call it gemini or gopher with "
                         "FileDescriptorName=",
                         port);
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
        return error_set(error, "the inherited socket on port %u cannot be used: %s", port, strerror(errno));
    listener.fd = fd;
    listeners_add(listeners, &listener);
    return true;
}

/* The number of sockets that are meant for this process; 0 for none. */
static unsigned long
socket_count(void)
{
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    unsigned long wanted, number;

    if (pid == NULL || count == NULL || !slice_to_number(slice_of(pid), 0x7fffffff, &wanted) ||
        wanted != (unsigned long)getpid() || !slice_to_number(slice_of(count), MOST_SOCKETS, &number))
        return 0;
    return number;
}

bool
inherit_listeners(struct listeners *listeners, struct error *error)
{
    unsigned long count = socket_count();
    char *copy = slice_copy(slice_of(getenv("LISTEN_FDNAMES")));
    struct slice rest = slice_of(copy);
    bool taken = true;

    for (unsigned long i = 0; i < count && taken; i++) {
        struct slice name = { NULL, 0 };

        slice_take_part(&rest, ':', &name);
        taken = take_one(listeners, FIRST_DESCRIPTOR + (int)i, name, error);
    }
    free(copy);
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return taken;
}
