/* buffer.c - bytes that grow at their end. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
buffer_clear(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){ 0 };
}

void
buffer_grow(struct buffer *buffer, size_t more)
{
    size_t wanted = buffer->length + more, capacity = buffer->capacity > 0 ? buffer->capacity : 64;

    while (capacity < wanted)
        capacity *= 2;
    buffer->bytes = memory_resize(buffer->bytes, capacity, 1);
    buffer->capacity = capacity;
}

void
buffer_add(struct buffer *buffer, struct slice text)
{
    if (text.length == 0)
        return;
    buffer_reserve(buffer, text.length);
    memcpy(buffer->bytes + buffer->length, text.bytes, text.length);
    buffer->length += text.length;
}

void
buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, slice_of(text));
}

void
buffer_add_times(struct buffer *buffer, char byte, size_t times)
{
    if (times == 0)
        return;
    buffer_reserve(buffer, times);
    memset(buffer->bytes + buffer->length, byte, times);
    buffer->length += times;
}

void
buffer_add_number(struct buffer *buffer, size_t number)
{
    char digits[24];
    size_t first = sizeof digits;

    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    buffer_add(buffer, slice_make(digits + first, sizeof digits - first));
}

void
buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list values;
    int length;

    va_start(values, format);
    length = vsnprintf(NULL, 0, format, values);
    va_end(values);
    if (length <= 0)
        return;
    buffer_reserve(buffer, (size_t)length + 1); /* vsnprintf wants room for its NUL, which is not kept */
    va_start(values, format);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, values);
    va_end(values);
    buffer->length += (size_t)length;
}

char *
buffer_take(struct buffer *buffer)
{
    char *text;

    buffer_add_byte(buffer, '\0');
    text = buffer->bytes;
    *buffer = (struct buffer){ 0 };
    return text;
}
