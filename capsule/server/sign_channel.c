/* sign_channel.c - asks the keyholder, and asks again. */
#include "server/sign_channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "base/log.h"

#define ATTEMPTS             4
#define ATTEMPT_MICROSECONDS 250000 /* four of them are the second that a handshake may wait */
#define SILENT_MICROSECONDS  10000

enum answer { ANSWER_GOOD, ANSWER_LATE, ANSWER_NONE };

static void
wait_for(const struct sign_channel *channel, suseconds_t microseconds)
{
    struct timeval time = { 0, microseconds };

    setsockopt(channel->fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

void
sign_channel_init(struct sign_channel *channel, int fd)
{
    *channel = (struct sign_channel){ .fd = fd };
    wait_for(channel, ATTEMPT_MICROSECONDS);
}

static void
note_silence(struct sign_channel *channel, bool is_silent)
{
    if (channel->is_silent == is_silent)
        return;
    channel->is_silent = is_silent;
    wait_for(channel, is_silent ? SILENT_MICROSECONDS : ATTEMPT_MICROSECONDS);
    if (is_silent)
        log_line(LOG_WARNING, "the keyholder does not answer; handshakes fail until it does");
    else
        log_line(LOG_INFO, "the keyholder answers again");
}

/* Takes answers until one is to the last request: earlier ones may have been given up, or asked twice. */
static enum answer
take_answer(const struct sign_channel *channel, char signature[SIGNATURE_MOST], size_t *length)
{
    char message[SIGN_ANSWER_MOST];
    struct slice found;
    uint32_t number;
    ssize_t got;

    for (;;) {
        got = recv(channel->fd, message, sizeof message, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno == EAGAIN ? ANSWER_LATE : ANSWER_NONE;
        if (!sign_answer_read(slice_make(message, (size_t)got), &number, &found))
            return ANSWER_NONE;
        if (number != channel->number)
            continue;
        memcpy(signature, found.bytes, found.length);
        *length = found.length;
        return ANSWER_GOOD;
    }
}

size_t
sign_channel_ask(struct sign_channel *channel, struct sign_request *request, char signature[SIGNATURE_MOST])
{
    char message[SIGN_REQUEST_MOST];
    unsigned attempts = channel->is_silent ? 1 : ATTEMPTS;
    enum answer answer = ANSWER_LATE;
    size_t size, length = 0;

    request->number = ++channel->number;
    size = sign_request_write(request, message);
    while (answer == ANSWER_LATE && attempts-- > 0) {
        if (send(channel->fd, message, size, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno != EAGAIN)
            answer = ANSWER_NONE;
        else
            answer = take_answer(channel, signature, &length);
    }
    note_silence(channel, answer != ANSWER_GOOD);
    return length;
}
