/*
 * control.c - the master's local socket.
 *
 * A report fits into a socket's buffer, so it is sent at once or not at all: a client that does not read holds up nobody.
 * The socket is made under another name and moved to its own, so that there is always a whole one, also in an upgrade.
 */
#include "server/control.h"

#include <errno.h>
#include <event2/event_struct.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/memory.h"

#define QUEUE        8
#define ANSWER_LIMIT ((size_t)64 * 1024)

/* A master that is busy starting workers answers within this time. */
static const struct timeval patience = { .tv_sec = 5 };

struct control {
    struct event readable;
    int fd;
    char *path; /* owned */
    dev_t device;
    ino_t inode;
    void (*report)(void *context, struct buffer *out);
    void *context;
};

static bool
set_address(struct sockaddr_un *address, const char *path, struct error *error)
{
    *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof address->sun_path)
        return error_set(error, "the path of the control socket is too long: %s", path);
    memcpy(address->sun_path, path, strlen(path) + 1);
    return true;
}

/* Whether PATH is free, or a socket of our own user. */
static bool
may_replace(const char *path)
{
    struct stat there;

    if (lstat(path, &there) != 0)
        return errno == ENOENT;
    return S_ISSOCK(there.st_mode) && there.st_uid == geteuid();
}

static void
on_client(evutil_socket_t fd, short what, void *argument)
{
    const struct control *control = argument;
    int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct buffer out = { 0 };

    (void)what;
    if (client < 0)
        return;
    control->report(control->context, &out);
    (void)!send(client, out.bytes, out.length, MSG_NOSIGNAL | MSG_DONTWAIT);
    buffer_clear(&out);
    close(client);
}

/* The permissions are there from the first moment on, as nobody else knows the name yet. */
static bool
bind_and_move(int fd, const struct sockaddr_un *made, const char *path)
{
    mode_t before = umask(0177);
    bool bound = bind(fd, (const struct sockaddr *)made, sizeof *made) == 0;

    umask(before);
    if (!bound)
        return false;
    if (listen(fd, QUEUE) == 0 && rename(made->sun_path, path) == 0)
        return true;
    unlink(made->sun_path);
    return false;
}

static bool
open_socket(struct control *control, struct error *error)
{
    struct buffer name = { 0 };
    struct sockaddr_un made;
    struct stat status;
    bool fits;

    buffer_format(&name, "%s.%d", control->path, (int)getpid());
    buffer_add_byte(&name, '\0');
    fits = set_address(&made, name.bytes, error);
    buffer_clear(&name);
    if (!fits)
        return false;
    if (!may_replace(control->path))
        return error_set(error, "%s is no socket of ours; status is not shown there", control->path);
    control->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (control->fd < 0 || !bind_and_move(control->fd, &made, control->path) || lstat(control->path, &status) != 0)
        return error_set(error, "cannot open the control socket %s: %s", control->path, strerror(errno));
    control->device = status.st_dev;
    control->inode = status.st_ino;
    return true;
}

struct control *
control_new(struct event_base *base, const char *path, void (*report)(void *context, struct buffer *out), void *context,
            struct error *error)
{
    struct control *control = memory_new(sizeof *control);

    *control = (struct control){ .fd = -1, .path = slice_copy(slice_of(path)), .report = report, .context = context };
    if (open_socket(control, error)) {
        event_assign(&control->readable, base, control->fd, EV_READ | EV_PERSIST, on_client, control);
        event_add(&control->readable, NULL);
        return control;
    }
    if (control->fd >= 0)
        close(control->fd);
    free(control->path);
    free(control);
    return NULL;
}

void
control_free(struct control *control)
{
    struct stat status;

    if (control == NULL)
        return;
    event_del(&control->readable);
    close(control->fd);
    if (lstat(control->path, &status) == 0 && status.st_dev == control->device && status.st_ino == control->inode)
        unlink(control->path);
    free(control->path);
    free(control);
}

const char *
control_path(const struct control *control)
{
    return control != NULL ? control->path : NULL;
}

static bool
read_answer(int fd, struct buffer *answer)
{
    char piece[4096];
    ssize_t count;

    while ((count = recv(fd, piece, sizeof piece, 0)) > 0 && answer->length < ANSWER_LIMIT)
        buffer_add(answer, slice_make(piece, (size_t)count));
    return count == 0 && answer->length > 0;
}

bool
control_ask(const char *path, struct buffer *answer, struct error *error)
{
    struct sockaddr_un address;
    bool answered;
    int fd;

    if (!set_address(&address, path, error))
        return false;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    answered = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
               connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (!answered)
        error_set(error, "no server answers at %s: %s", path, strerror(errno));
    else if (!(answered = read_answer(fd, answer)))
        error_set(error, "the server at %s did not answer", path);
    if (fd >= 0)
        close(fd);
    return answered;
}
