/* paint.c - SGR sequences around cleaned text. */
#include "command/paint.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "server/file.h"

static const char *const starts[] = {
    [COLOUR_PLAIN] = "",       [COLOUR_BOLD] = "\033[1m",    [COLOUR_FAINT] = "\033[2m",
    [COLOUR_RED] = "\033[31m", [COLOUR_YELLOW] = "\033[33m", [COLOUR_CYAN] = "\033[36m",
};

static bool
is_set(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && *value != '\0';
}

void
paint_init(struct paint *paint, int fd)
{
    const char *terminal = getenv("TERM");

    *paint = (struct paint){ .colours = isatty(fd) == 1 && !is_set("NO_COLOR") && terminal != NULL &&
                                        strcmp(terminal, "dumb") != 0 };
}

void
paint_clear(struct paint *paint)
{
    buffer_clear(&paint->text);
}

static bool
is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
}

/* What makes a terminal show text in another order than it has. */
static bool
is_direction(uint32_t code_point)
{
    return (code_point >= 0x202a && code_point <= 0x202e) || (code_point >= 0x2066 && code_point <= 0x2069) ||
           code_point == 0x200e || code_point == 0x200f;
}

void
paint_add(struct paint *paint, enum colour colour, struct slice text)
{
    bool coloured = paint->colours && colour != COLOUR_PLAIN;

    if (coloured)
        buffer_add_text(&paint->text, starts[colour]);
    while (text.length > 0) {
        uint32_t code_point = utf8_take(&text, NULL);

        utf8_put(&paint->text, is_control(code_point) || is_direction(code_point) ? '?' : code_point);
    }
    if (coloured)
        buffer_add_text(&paint->text, "\033[0m");
}

void
paint_count(struct paint *paint, enum colour colour, size_t count, const char *what)
{
    struct buffer text = { 0 };

    buffer_format(&text, "%zu %s%s", count, what, count == 1 ? "" : "s");
    paint_add(paint, count > 0 ? colour : COLOUR_PLAIN, buffer_slice(&text));
    buffer_clear(&text);
}

bool
paint_write(struct paint *paint, int fd)
{
    return file_write(fd, buffer_slice(&paint->text));
}
