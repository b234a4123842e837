/* log.c - the operator's log, and how foreign bytes appear in any log. */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

#define TEXT_MAX          2048
#define WAIT_MILLISECONDS 10
#define LINE_MAX_BYTES    (PIPE_BUF - 1) /* of the escaped text: lines of several processes do not mix */

static const char *const prefixes[] = {
    [LOG_INFO] = "capsule: ",
    [LOG_WARNING] = "capsule: warning: ",
    [LOG_ERROR] = "capsule: error: ",
};

static void
add_printable(struct buffer *line, struct slice text)
{
    while (text.length > 0) {
        struct slice before = text;
        bool valid = true;
        uint32_t code_point = utf8_take(&text, &valid);
        struct slice bytes = slice_range(before, 0, before.length - text.length);

        if (valid && code_point >= 0x20 && code_point != 0x7f && !(code_point >= 0x80 && code_point < 0xa0))
            buffer_add(line, bytes);
        else if (code_point == '\n')
            buffer_add_text(line, "\\n");
        else
            for (size_t i = 0; i < bytes.length; i++)
                buffer_format(line, "\\x%02x", (unsigned char)bytes.bytes[i]);
    }
}

/* A reader who is a little slow is waited for. A pipe that poll(2) calls writable takes PIPE_BUF bytes at once. */
void
log_write(struct slice line)
{
    struct pollfd room = { .fd = STDERR_FILENO, .events = POLLOUT };

    while (poll(&room, 1, WAIT_MILLISECONDS) > 0 && write(STDERR_FILENO, line.bytes, line.length) < 0 && errno == EINTR)
        ;
}

void
log_line(enum log_level level, const char *format, ...)
{
    int saved = errno;
    struct buffer line = { 0 };
    char text[TEXT_MAX];
    va_list values;

    va_start(values, format);
    errno = saved; /* for %m */
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    buffer_add_text(&line, prefixes[level]);
    add_printable(&line, slice_of(text));
    buffer_truncate(&line, LINE_MAX_BYTES);
    buffer_add_byte(&line, '\n');
    log_write(buffer_slice(&line));
    buffer_clear(&line);
    errno = saved;
}

static bool
is_plain(char byte)
{
    return byte_is_alnum(byte) || (byte != '\0' && strchr("-._~:/?&=%+@[],", byte) != NULL);
}

static bool
all_plain(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_plain(text.bytes[i]))
            return false;
    return text.length > 0;
}

void
log_escape(struct buffer *line, struct slice text)
{
    if (all_plain(text)) {
        buffer_add(line, text);
        return;
    }
    buffer_add_byte(line, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];

        if (byte < 0x20 || byte > 0x7e || byte == '"' || byte == '\\')
            buffer_format(line, "\\x%02x", byte);
        else
            buffer_add_byte(line, (char)byte);
    }
    buffer_add_byte(line, '"');
}
