/* keyholder_process.c - keeps the keyholder of an edition alive. */
#include "server/keyholder_process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "server/back_off.h"
#include "server/deadline.h"
#include "server/file.h"
#include "server/process.h"

#define START_MILLISECONDS 10000 /* to read the keys */
#define SOON_MILLISECONDS  100   /* one that dies this soon after it was ready counts as part of a crash loop */

static const struct timeval ping_interval = { .tv_sec = 1 };

/* The keyholder's end of the sockets of one worker. */
struct channel {
    unsigned number;
    int fd;
};

struct keyholder_process {
    unsigned holders;
    struct keyholder_terms terms;
    struct key_files files;
    int handover, pairs; /* what every process that follows is handed */
    struct process process;
    struct event *message, *restart, *watchdog;
    struct channel *channels;
    size_t channel_count, channel_capacity;
    unsigned last_channel;
    int64_t ready_at; /* milliseconds; 0: not yet */
    int64_t asked_at; /* when the ping that is not answered yet was sent, or it was started; 0: all are answered */
    unsigned crashes; /* in a row, each soon after the start */
    char text[1024];  /* the one line of a failure */
};

/* --- What it says --- */

/* Takes one message; false if there is none. */
static bool
take_message(struct keyholder_process *keyholder)
{
    char text[sizeof keyholder->text];
    ssize_t got = recv(keyholder->process.control, text, sizeof text - 1, MSG_DONTWAIT);

    if (got <= 0)
        return false;
    text[got] = '\0';
    if (got > 1)
        memcpy(keyholder->text, text, (size_t)got + 1);
    else
        keyholder->asked_at = 0;
    if (got == 1 && text[0] == CONTROL_READY)
        keyholder->ready_at = deadline_now();
    return true;
}

/* The end of the file is no news: the process's end is. */
static void
on_message(evutil_socket_t fd, short what, void *argument)
{
    struct keyholder_process *keyholder = argument;

    (void)fd, (void)what;
    if (!take_message(keyholder))
        event_del(keyholder->message);
}

/* A process that is stopped does not end by itself. */
static void
on_watchdog(evutil_socket_t fd, short what, void *argument)
{
    static const char ping = CONTROL_PING;
    struct keyholder_process *keyholder = argument;
    int64_t patience =
        keyholder->ready_at != 0 ? (int64_t)keyholder->terms.patience * 1000 : (int64_t)START_MILLISECONDS;

    (void)fd, (void)what;
    if (keyholder->process.pid <= 0)
        return;
    if (keyholder->asked_at == 0) {
        if (send(keyholder->process.control, &ping, 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1)
            keyholder->asked_at = deadline_now();
    } else if (deadline_now() - keyholder->asked_at >= patience) {
        log_line(LOG_WARNING, "the keyholder has not answered for %lld s and is killed", (long long)patience / 1000);
        kill(keyholder->process.pid, SIGKILL);
    }
}

/* --- Starting --- */

static bool
start_process(struct keyholder_process *keyholder, struct error *error)
{
    size_t keys = keyholder->files.count, count = ROLE_KEYS + keys + keyholder->channel_count;
    int *descriptors = memory_new(count * sizeof *descriptors);
    bool started;

    for (size_t i = 0; i < ROLE_KEYS; i++)
        descriptors[i] = -1;
    descriptors[ROLE_HANDOVER] = keyholder->handover;
    descriptors[ROLE_SECRET] = keyholder->pairs;
    for (size_t i = 0; i < keys; i++)
        descriptors[ROLE_KEYS + i] = keyholder->files.keys[i];
    for (size_t i = 0; i < keyholder->channel_count; i++)
        descriptors[ROLE_KEYS + keys + i] = keyholder->channels[i].fd;
    started = process_start(&keyholder->process, keyholder->terms.program, "keyholder", descriptors, count, error);
    free(descriptors);
    return started;
}

static bool
start(struct keyholder_process *keyholder, struct error *error)
{
    if (!start_process(keyholder, error))
        return false;
    keyholder->ready_at = 0;
    keyholder->asked_at = deadline_now();
    keyholder->text[0] = '\0';
    keyholder->message =
        event_new(keyholder->terms.base, keyholder->process.control, EV_READ | EV_PERSIST, on_message, keyholder);
    event_add(keyholder->message, NULL);
    return true;
}

static void
forget_process(struct keyholder_process *keyholder)
{
    if (keyholder->message != NULL)
        event_free(keyholder->message);
    keyholder->message = NULL;
    process_forget(&keyholder->process);
}

/* Until it has said that it is ready, or why it is not. */
static bool
await(struct keyholder_process *keyholder, struct error *error)
{
    int64_t limit = deadline_now() + START_MILLISECONDS;

    for (;;) {
        struct pollfd control = { .fd = keyholder->process.control, .events = POLLIN };
        int64_t left = limit - deadline_now();

        if (left <= 0 || (poll(&control, 1, (int)left) < 0 && errno != EINTR))
            return error_set(error, "the keyholder has not read the keys in %d s", START_MILLISECONDS / 1000);
        if (control.revents != 0 && !take_message(keyholder))
            return error_set(error, "the keyholder ended before it was ready");
        if (keyholder->ready_at != 0)
            return true;
        if (keyholder->text[0] != '\0')
            return error_set(error, "%s", keyholder->text);
    }
}

/* --- Replacing --- */

static void
restart_later(struct keyholder_process *keyholder)
{
    struct timeval wait = back_off(keyholder->crashes);

    event_add(keyholder->restart, &wait);
}

static void
on_restart(evutil_socket_t fd, short what, void *argument)
{
    struct keyholder_process *keyholder = argument;
    struct error error;

    (void)fd, (void)what;
    if (start(keyholder, &error))
        return;
    log_line(LOG_ERROR, "%s", error.text);
    keyholder->crashes++;
    restart_later(keyholder);
}

bool
keyholder_process_take_end(struct keyholder_process *keyholder, pid_t pid, int status)
{
    char end[128];
    bool soon;

    if (keyholder == NULL || pid != keyholder->process.pid)
        return false;
    while (take_message(keyholder))
        ;
    forget_process(keyholder);
    soon = keyholder->ready_at == 0 || deadline_now() - keyholder->ready_at < SOON_MILLISECONDS;
    keyholder->crashes = soon ? keyholder->crashes + 1 : 0;
    statistics_add(statistics_own(keyholder->terms.statistics), STATISTIC_KEYHOLDER_RESTARTS, 1);
    process_describe_end(status, end, sizeof end);
    log_line(LOG_WARNING, "the keyholder %s%s%s; another takes its place", end, *keyholder->text != '\0' ? ": " : "",
             keyholder->text);
    restart_later(keyholder);
    return true;
}

/* --- Workers --- */

/* One that does not take the message, since it has not read hundreds of them or is ending, makes way for one that is given all
 * channels at its start. */
static void
pass_on(const struct keyholder_process *keyholder, int fd)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof fd)];
    } control = { .head = { .cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };
    char word = CONTROL_CHANNEL;
    struct iovec bytes = { &word, 1 };
    struct msghdr message = {
        .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes
    };

    memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
    if (sendmsg(keyholder->process.control, &message, MSG_NOSIGNAL | MSG_DONTWAIT) != 1)
        kill(keyholder->process.pid, SIGKILL);
}

int
keyholder_process_join(struct keyholder_process *keyholder, unsigned *channel, struct error *error)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        error_set(error, "no sockets for a worker and the keyholder: %s", strerror(errno));
        return -1;
    }
    *channel = ++keyholder->last_channel;
    keyholder->channels = memory_grow(keyholder->channels, keyholder->channel_count, &keyholder->channel_capacity,
                                      sizeof *keyholder->channels);
    keyholder->channels[keyholder->channel_count++] = (struct channel){ *channel, ends[1] };
    if (keyholder->process.pid > 0)
        pass_on(keyholder, ends[1]);
    return ends[0];
}

void
keyholder_process_leave(struct keyholder_process *keyholder, unsigned channel)
{
    for (size_t i = 0; i < keyholder->channel_count; i++)
        if (keyholder->channels[i].number == channel) {
            close(keyholder->channels[i].fd);
            keyholder->channels[i] = keyholder->channels[--keyholder->channel_count];
            return;
        }
}

/* --- Its life --- */

struct keyholder_process *
keyholder_process_new(const struct keyholder_terms *terms, struct key_files *files, int handover, struct error *error)
{
    struct keyholder_process *keyholder = memory_new(sizeof *keyholder);

    *keyholder = (struct keyholder_process){ .holders = 1, .terms = *terms, .files = *files, .handover = handover };
    *files = (struct key_files){ 0 };
    keyholder->pairs = file_memory(buffer_slice(&keyholder->files.pairs), error);
    keyholder->restart = event_new(terms->base, -1, 0, on_restart, keyholder);
    keyholder->watchdog = event_new(terms->base, -1, EV_PERSIST, on_watchdog, keyholder);
    if (keyholder->pairs >= 0 && start(keyholder, error) && await(keyholder, error)) {
        event_add(keyholder->watchdog, &ping_interval);
        return keyholder;
    }
    keyholder_process_release(keyholder);
    return NULL;
}

struct keyholder_process *
keyholder_process_hold(struct keyholder_process *keyholder)
{
    keyholder->holders++;
    return keyholder;
}

void
keyholder_process_release(struct keyholder_process *keyholder)
{
    if (keyholder == NULL || --keyholder->holders > 0)
        return;
    if (keyholder->process.pid > 0)
        kill(keyholder->process.pid, SIGKILL);
    forget_process(keyholder);
    for (size_t i = 0; i < keyholder->channel_count; i++)
        close(keyholder->channels[i].fd);
    free(keyholder->channels);
    event_free(keyholder->restart);
    event_free(keyholder->watchdog);
    key_files_clear(&keyholder->files);
    if (keyholder->pairs >= 0)
        close(keyholder->pairs);
    close(keyholder->handover);
    free(keyholder);
}

bool
keyholder_process_has(const struct keyholder_process *keyholder, const struct key_files *files)
{
    return key_files_same(&keyholder->files, files);
}
