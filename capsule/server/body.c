/* body.c - what is still to be sent of a reply. */
#include "server/body.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "protocol/gopher.h"
#include "site/beneath.h"

/* A header shorter than this is sent in one piece with the file's first bytes. */
#define HEADER_MAX 1024

/* A file of at most this many bytes is copied while its writers wait, which takes less than a millisecond. */
#define COPY_MAX ((off_t)512 * 1024)

/* O_NONBLOCK: a FIFO must not stop the worker (hardening.md G7). */
#define OPEN_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY)

void
body_start(struct body *body, struct slice bytes)
{
    *body = (struct body){ .bytes = bytes };
}

void
body_clear(struct body *body)
{
    if (body->has_file)
        close(body->file);
    buffer_clear(&body->stuffing);
    *body = (struct body){ 0 };
}

/* Memory that holds the LENGTH bytes of FD, or -1. */
static int
copy_to_memory(int fd, size_t length)
{
    int copy = memfd_create("capsule", MFD_CLOEXEC);
    off_t at = 0;

    if (copy >= 0 && length > 0 && sendfile(copy, fd, &at, length) != (ssize_t)length) {
        close(copy);
        copy = -1;
    }
    return copy;
}

/* In the place of *FD, which has just been written, a copy of it. False and EBUSY if it is too large or changes again. */
static bool
replace_by_copy(int *fd, struct rest *rest)
{
    int copy = rest->status.st_size <= COPY_MAX ? copy_to_memory(*fd, (size_t)rest->status.st_size) : -1;
    bool copied = rest_end(rest, *fd) && copy >= 0 && fstat(copy, &rest->status) == 0;

    if (copied) {
        close(*fd);
        *fd = copy;
        rest->held = false;
        return true;
    }
    if (copy >= 0)
        close(copy);
    errno = EBUSY;
    return false;
}

/* True if FD is a regular file that may be sent from now on; else errno. */
static bool
take_file(int *fd, struct rest *rest)
{
    struct stat status;

    if (fstat(*fd, &status) < 0 || !S_ISREG(status.st_mode)) {
        errno = ENOENT;
        return false;
    }
    return rest_begin(rest, *fd) && (!rest->held || replace_by_copy(fd, rest));
}

/* The image has the path without links: one that is there now was put there later, and may lead to the key. */
bool
body_open(struct body *body, int root, const char *path)
{
    int fd = beneath_open_real(root, path, OPEN_FLAGS), number;

    if (fd < 0)
        return false;
    if (!take_file(&fd, &body->rest)) {
        number = errno;
        close(fd);
        errno = number;
        return false;
    }
    body->file = fd;
    body->has_file = true;
    return true;
}

uint64_t
body_file_length(const struct body *body)
{
    return body->has_file ? (uint64_t)body->rest.status.st_size : 0;
}

void
body_stuff(struct body *body)
{
    body->stuffed = true;
    body->at_line_start = true;
}

static uint64_t
total(const struct body *body)
{
    return body->bytes.length + body_file_length(body);
}

/* Copies what is left of the bytes into SCRATCH and reads the file behind it. */
static bool
read_piece(struct body *body, char *scratch, size_t room, struct slice *piece)
{
    struct slice head = slice_from(body->bytes, body->at);
    uint64_t offset = body->at + head.length - body->bytes.length, left = body_file_length(body) - offset;
    size_t wanted = room - head.length < left ? room - head.length : (size_t)left;
    ssize_t count;

    if (head.length > 0)
        memcpy(scratch, head.bytes, head.length);
    do
        count = pread(body->file, scratch + head.length, wanted, (off_t)offset);
    while (count < 0 && errno == EINTR);
    if (count < 0 || (size_t)count < wanted)
        return false;
    *piece = slice_make(scratch, head.length + wanted);
    return true;
}

static enum body_state
next_raw(struct body *body, char *scratch, size_t room, struct slice *piece)
{
    struct slice rest = slice_from(body->bytes, body->at < SLICE_NONE ? (size_t)body->at : SLICE_NONE);

    if (!body->has_file || rest.length > HEADER_MAX || rest.length >= room)
        *piece = slice_range(rest, 0, room);
    else if (!read_piece(body, scratch, room, piece))
        return BODY_BROKEN;
    if (body->at + piece->length < total(body))
        return BODY_PIECE;
    return !body->has_file || rest_end(&body->rest, body->file) ? BODY_LAST : BODY_BROKEN;
}

/* Each piece may double in length, and ends in the terminator if it is the last. */
static enum body_state
next_stuffed(struct body *body, char *scratch, size_t room, struct slice *piece)
{
    enum body_state state = BODY_PIECE;
    struct slice raw;

    if (body->stuffing.length == 0 && body->at <= total(body)) {
        state = next_raw(body, scratch, room / 2, &raw);
        if (state == BODY_BROKEN)
            return state;
        gopher_stuff(raw, &body->at_line_start, &body->stuffing);
        body->at += raw.length;
        if (state == BODY_LAST) {
            buffer_add_text(&body->stuffing, body->at_line_start ? ".\r\n" : "\r\n.\r\n");
            body->at = total(body) + 1;
        }
    }
    *piece = slice_range(buffer_slice(&body->stuffing), 0, room);
    return body->at > total(body) && piece->length == body->stuffing.length ? BODY_LAST : BODY_PIECE;
}

enum body_state
body_next(struct body *body, char *scratch, size_t room, struct slice *piece)
{
    return body->stuffed ? next_stuffed(body, scratch, room, piece) : next_raw(body, scratch, room, piece);
}

void
body_advance(struct body *body, size_t count)
{
    if (!body->stuffed) {
        body->at += count;
        return;
    }
    memmove(body->stuffing.bytes, body->stuffing.bytes + count, body->stuffing.length - count);
    buffer_truncate(&body->stuffing, body->stuffing.length - count);
}
