/* paint.h - text for a terminal: harmless whatever a site's author wrote, and in colours where they are welcome. */
#ifndef COMMAND_PAINT_H
#define COMMAND_PAINT_H

#include "base/buffer.h"

enum colour { COLOUR_PLAIN, COLOUR_BOLD, COLOUR_FAINT, COLOUR_RED, COLOUR_YELLOW, COLOUR_CYAN };

struct paint {
    struct buffer text;
    bool colours;
};

/* Colours if FD is a terminal that knows them and NO_COLOR (no-color.org) is not set. */
void paint_init(struct paint *paint, int fd);
void paint_clear(struct paint *paint);

/* Appends TEXT; controls, escape sequences, changes of direction and invalid UTF-8 become '?' or U+FFFD. */
void paint_add(struct paint *paint, enum colour colour, struct slice text);

/* "1 page", "2 pages". */
void paint_count(struct paint *paint, enum colour colour, size_t count, const char *what);

/* Writes all of it to FD. False and errno otherwise. */
bool paint_write(struct paint *paint, int fd) __attribute__((warn_unused_result));

#endif
