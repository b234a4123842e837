/* key_service.c - a loop around poll(2): one request of each worker in turn. */
#include "server/key_service.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/process.h"

struct worker {
    struct key_allowance allowance;
    bool was_refused; /* for the rate, and the log has said so */
};

/* What is polled: the control socket first, then the workers' channels, each in the place of its worker. */
struct service {
    struct private_key *const *keys;
    size_t key_count;
    struct pollfd *polled;
    struct worker *workers; /* the first has no use */
    size_t count, polled_capacity, workers_capacity;
    bool is_over;
};

bool
key_allowance_take(struct key_allowance *allowance, time_t second)
{
    if (allowance->second != second)
        *allowance = (struct key_allowance){ second, 0 };
    if (allowance->taken == KEY_SERVICE_RATE)
        return false;
    allowance->taken++;
    return true;
}

static void
add(struct service *service, int fd)
{
    service->polled = memory_grow(service->polled, service->count, &service->polled_capacity, sizeof *service->polled);
    service->workers =
        memory_grow(service->workers, service->count, &service->workers_capacity, sizeof *service->workers);
    service->polled[service->count] = (struct pollfd){ .fd = fd, .events = POLLIN };
    service->workers[service->count] = (struct worker){ 0 };
    service->count++;
}

/* --- Workers --- */

static time_t
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

static bool
may_sign(struct worker *worker)
{
    if (key_allowance_take(&worker->allowance, now()))
        return true;
    if (!worker->was_refused)
        log_line(LOG_WARNING, "a worker wants more than %d signatures in a second and does not get them",
                 KEY_SERVICE_RATE);
    worker->was_refused = true;
    return false;
}

static void
answer(struct service *service, size_t place, const struct sign_request *request)
{
    char signature[SIGNATURE_MOST], message[SIGN_ANSWER_MOST];
    size_t length = 0;

    if (request->key < service->key_count && may_sign(&service->workers[place]))
        length = private_key_sign(service->keys[request->key], request, signature);
    length = sign_answer_write(request->number, slice_make(signature, length), message);
    (void)!send(service->polled[place].fd, message, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* A message that is too long is cut to one byte too many. */
static void
serve(struct service *service, size_t place)
{
    char message[SIGN_REQUEST_MOST + 1];
    ssize_t got = recv(service->polled[place].fd, message, sizeof message, MSG_DONTWAIT);
    struct sign_request request;

    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        close(service->polled[place].fd);
        service->polled[place].fd = -1;
    } else if (sign_request_read(slice_make(message, (size_t)got), &request))
        answer(service, place, &request);
}

static void
forget_closed(struct service *service)
{
    size_t kept = 1;

    for (size_t i = 1; i < service->count; i++)
        if (service->polled[i].fd >= 0) {
            service->polled[kept] = service->polled[i];
            service->workers[kept++] = service->workers[i];
        }
    service->count = kept;
}

/* --- The master --- */

/* The descriptor that came with a message, or -1. */
static int
passed_descriptor(struct msghdr *message)
{
    struct cmsghdr *head = CMSG_FIRSTHDR(message);
    int fd;

    if (head == NULL || head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS ||
        head->cmsg_len != CMSG_LEN(sizeof fd))
        return -1;
    memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}

static void
obey(struct service *service)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = { .bytes = "" };
    char word = '\0';
    struct iovec bytes = { &word, 1 };
    struct msghdr message = {
        .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes
    };
    ssize_t got = recvmsg(service->polled[0].fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    int fd = got > 0 ? passed_descriptor(&message) : -1;

    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        service->is_over = true;
    else if (word == CONTROL_PING)
        (void)!send(service->polled[0].fd, &word, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    else if (fd >= 0)
        add(service, fd);
}

/* --- Its life --- */

static void
turn(struct service *service)
{
    size_t count = service->count;

    for (size_t i = 1; i < count; i++)
        if (service->polled[i].revents != 0)
            serve(service, i);
    if (service->polled[0].revents != 0)
        obey(service);
    forget_closed(service);
}

void
key_service_run(struct private_key *const *keys, size_t key_count, const int *channels, size_t channel_count,
                int control)
{
    struct service service = { .keys = keys, .key_count = key_count };

    add(&service, control);
    for (size_t i = 0; i < channel_count; i++)
        add(&service, channels[i]);
    while (!service.is_over)
        if (poll(service.polled, service.count, -1) > 0)
            turn(&service);
    for (size_t i = 1; i < service.count; i++)
        close(service.polled[i].fd);
    free(service.polled);
    free(service.workers);
}
