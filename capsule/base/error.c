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
    char context[sizeof error->text / 2], rest[sizeof error->text / 2 - 3];
    va_list values;

    va_start(values, format);
    vsnprintf(context, sizeof context, format, values);
    va_end(values);
    memcpy(rest, error->text, sizeof rest - 1);
    rest[sizeof rest - 1] = '\0';
    snprintf(error->text, sizeof error->text, "%s: %s", context, rest);
    make_printable(error->text);
    return false;
}
