/* error.c - the one line that comes out. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A name from a file system may hold anything; the line must stay one line. */
static void
make_printable(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = '?';
}

bool
error_set(struct error *error, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    vsnprintf(error->text, sizeof error->text, format, values);
    va_end(values);
    make_printable(error->text);
    return false;
}

bool
error_prefix(struct error *error, const char *format, ...)
{
    char line[sizeof error->text];
    va_list values;
    int length;

    va_start(values, format);
    length = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (length >= 0 && (size_t)length < sizeof line)
        snprintf(line + length, sizeof line - (size_t)length, ": %s", error->text);
    make_printable(line);
    memcpy(error->text, line, sizeof line);
    return false;
}
