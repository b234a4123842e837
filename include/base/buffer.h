/* buffer.h - bytes that grow at their end. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/slice.h"

struct buffer {
    char *bytes; /* owned; NULL while empty */
    size_t length, capacity;
};

/* Frees the bytes; the buffer is empty afterwards and may be used again. */
void buffer_clear(struct buffer *buffer);

/* What it holds. Lent until the next change. */
static inline struct slice
buffer_slice(const struct buffer *buffer)
{
    return (struct slice){ buffer->bytes, buffer->length };
}

/* buffer_reserve's slow half: the bytes move to where there is room for MORE. */
void buffer_grow(struct buffer *buffer, size_t more);

/* Room for MORE further bytes, so that additions up to that many do not move it. */
static inline void
buffer_reserve(struct buffer *buffer, size_t more)
{
    if (more > buffer->capacity - buffer->length)
        buffer_grow(buffer, more);
}

/* Appends a byte. */
static inline void
buffer_add_byte(struct buffer *buffer, char byte)
{
    buffer_reserve(buffer, 1);
    buffer->bytes[buffer->length++] = byte;
}

/* Each appends: a text that is not its own, a NUL-terminated one (NULL: nothing), and a byte so many TIMES. */
void buffer_add(struct buffer *buffer, struct slice text);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_times(struct buffer *buffer, char byte, size_t times);

/* Appends NUMBER in decimal digits. */
void buffer_add_number(struct buffer *buffer, size_t number);

/* Appends formatted text, which may be longer than any line. */
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Keeps the first LENGTH bytes; does nothing when there are fewer. */
static inline void
buffer_truncate(struct buffer *buffer, size_t length)
{
    if (length < buffer->length)
        buffer->length = length;
}

/* The last byte, or NUL when it is empty. */
static inline char
buffer_last(const struct buffer *buffer)
{
    return buffer->length > 0 ? buffer->bytes[buffer->length - 1] : '\0';
}

/* A NUL-terminated heap string of the content, owned by the caller; the buffer is empty afterwards. */
char *buffer_take(struct buffer *buffer);

#endif
