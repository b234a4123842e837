/*
 * access_log.c - one line per request.
 *
 * Lines are collected and written together: one write(2) per tenth of a second, or per BATCH bytes on a busy server. A
 * batch is no longer than PIPE_BUF, so that the lines of several workers on one pipe do not mix.
 */
#include "server/access_log.h"

#include <errno.h>
#include <event2/event_struct.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"

#define BATCH       PIPE_BUF
#define WAITING_MAX ((size_t)64 * 1024)
#define REQUEST_MAX 1024 /* bytes of a request that are shown: a Gopher request may have 4096 */

static const struct timeval batch_delay = { .tv_usec = 100 * 1000 };

struct access_log {
    int fd;
    bool owns_fd; /* it was reopened */
    bool asks;    /* writing may block: ask poll(2) first */
    bool is_socket;
    enum log_addresses addresses;
    struct buffer waiting;
    uint64_t dropped;
    struct event timer;
    time_t second; /* whose text STAMP is */
    char stamp[32];
};

/* One write that does not block. -1 and errno as write(2). */
static ssize_t
write_some(const struct access_log *log, const char *bytes, size_t length)
{
    struct pollfd ready = { .fd = log->fd, .events = POLLOUT };

    if (log->is_socket)
        return send(log->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (log->asks && poll(&ready, 1, 0) <= 0) {
        errno = EAGAIN;
        return -1;
    }
    return write(log->fd, bytes, length);
}

/* How much of TEXT makes a batch: whole lines up to BATCH bytes, or one line that is longer. */
static size_t
batch_length(struct slice text)
{
    size_t end = slice_find_last_byte(slice_range(text, 0, BATCH), '\n');

    if (end == SLICE_NONE)
        end = slice_find_byte(text, '\n');
    return end == SLICE_NONE ? text.length : end + 1;
}

static void
forget_written(struct access_log *log, size_t count)
{
    if (count == 0)
        return;
    memmove(log->waiting.bytes, log->waiting.bytes + count, log->waiting.length - count);
    buffer_truncate(&log->waiting, log->waiting.length - count);
}

/* Writes until nothing waits or nothing more is taken. */
static void
write_waiting(struct access_log *log)
{
    size_t done = 0;

    while (done < log->waiting.length) {
        struct slice rest = slice_from(buffer_slice(&log->waiting), done);
        ssize_t count = write_some(log, rest.bytes, batch_length(rest));

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        done += (size_t)count;
    }
    forget_written(log, done);
}

static void
on_batch(evutil_socket_t fd, short what, void *argument)
{
    struct access_log *log = argument;

    (void)fd;
    (void)what;
    write_waiting(log);
    if (log->waiting.length > 0)
        evtimer_add(&log->timer, &batch_delay);
}

/*
 * O_NONBLOCK belongs to the open file description, which standard error shares with the user's shell. Through /proc the
 * same pipe or terminal gets a description of our own; a socket has MSG_DONTWAIT, a file on disk never blocks for long.
 */
static void
open_without_blocking(struct access_log *log, int fd)
{
    struct stat status;
    char path[32];
    int own;

    log->fd = fd;
    if (fstat(fd, &status) < 0 || S_ISREG(status.st_mode))
        return;
    log->is_socket = S_ISSOCK(status.st_mode);
    if (log->is_socket)
        return;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    own = open(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    log->asks = own < 0;
    if (own < 0)
        return;
    log->fd = own;
    log->owns_fd = true;
}

/* The calendar is asked once a second, not once a line. */
static const char *
stamp(struct access_log *log)
{
    struct timespec now;
    struct tm parts;

    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != log->second) {
        log->second = now.tv_sec;
        gmtime_r(&log->second, &parts);
        strftime(log->stamp, sizeof log->stamp, "%Y-%m-%dT%H:%M:%SZ", &parts);
    }
    return log->stamp;
}

struct access_log *
access_log_new(struct event_base *base, int fd, enum log_addresses addresses)
{
    struct access_log *log = memory_new(sizeof *log);

    log->addresses = addresses;
    log->second = -1;
    stamp(log); /* the C library looks for its time zone at the first call, and a worker can open no such file later */
    open_without_blocking(log, fd);
    evtimer_assign(&log->timer, base, on_batch, log);
    return log;
}

void
access_log_free(struct access_log *log)
{
    if (log == NULL)
        return;
    write_waiting(log);
    evtimer_del(&log->timer);
    if (log->owns_fd)
        close(log->fd);
    buffer_clear(&log->waiting);
    free(log);
}

static void
add_field(struct buffer *line, const char *name, const char *value)
{
    buffer_add_text(line, name);
    buffer_add_text(line, value);
}

static void
add_number(struct buffer *line, const char *name, uint64_t number)
{
    char digits[24];
    size_t at = sizeof digits;

    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    buffer_add_text(line, name);
    buffer_add(line, slice_make(digits + at, sizeof digits - at));
}

static void
add_line(struct access_log *log, const struct access_entry *entry)
{
    struct buffer *line = &log->waiting;

    add_field(line, "time=", stamp(log));
    add_field(line, " protocol=", entry->protocol);
    buffer_add_text(line, " address=");
    address_write(&entry->address, log->addresses, line);
    buffer_add_text(line, " request=");
    log_escape(line, slice_range(entry->request, 0, REQUEST_MAX));
    if (entry->status > 0)
        add_number(line, " status=", entry->status);
    else
        buffer_add_text(line, " status=-");
    add_number(line, " bytes=", entry->bytes);
    add_number(line, " ms=", (uint64_t)entry->milliseconds);
    if (entry->served != NULL)
        add_field(line, " served=", entry->served);
    if (entry->reason != NULL) {
        buffer_add_text(line, " close=");
        log_escape(line, slice_of(entry->reason));
    }
    buffer_add_byte(line, '\n');
}

/* False if the line has to be dropped. Says how many were, as soon as there is room again. */
static bool
has_room(struct access_log *log)
{
    if (log->waiting.length > WAITING_MAX)
        write_waiting(log);
    if (log->waiting.length > WAITING_MAX) {
        log->dropped++;
        return false;
    }
    if (log->dropped > 0 && log->waiting.length < BATCH) {
        add_field(&log->waiting, "time=", stamp(log));
        add_number(&log->waiting, " dropped=", log->dropped);
        buffer_add_byte(&log->waiting, '\n');
        log->dropped = 0;
    }
    return true;
}

bool
access_log_add(struct access_log *log, const struct access_entry *entry)
{
    if (!has_room(log))
        return false;
    add_line(log, entry);
    if (log->waiting.length >= BATCH)
        write_waiting(log);
    if (log->waiting.length > 0 && !evtimer_pending(&log->timer, NULL))
        evtimer_add(&log->timer, &batch_delay);
    return true;
}
