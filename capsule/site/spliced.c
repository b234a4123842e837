/* spliced.c - text put together from several files. */
#include "site/spliced.h"

#include <stdlib.h>

#include "base/memory.h"

void
spliced_clear(struct spliced *spliced)
{
    buffer_clear(&spliced->text);
    free(spliced->origins);
    *spliced = (struct spliced){ .count = 0 };
}

static void
add(struct spliced *spliced, struct slice text, struct origin origin, unsigned step)
{
    struct slice rest = text;

    while (rest.length > 0) {
        size_t end = slice_find_byte(rest, '\n');
        size_t length = end == SLICE_NONE ? rest.length : end + 1;

        if (spliced->text.length == 0 || buffer_last(&spliced->text) == '\n') {
            spliced->origins =
                memory_grow(spliced->origins, spliced->count, &spliced->capacity, sizeof(*spliced->origins));
            spliced->origins[spliced->count++] = origin;
        }
        buffer_add(&spliced->text, slice_range(rest, 0, length));
        origin.line += step;
        rest = slice_from(rest, length);
    }
}

void
spliced_add(struct spliced *spliced, struct slice text, struct slice file, unsigned line)
{
    add(spliced, text, (struct origin){ file, line }, 1);
}

void
spliced_add_generated(struct spliced *spliced, struct slice text, struct slice file, unsigned line)
{
    add(spliced, text, (struct origin){ file, line }, 0);
}

void
spliced_truncate(struct spliced *spliced, size_t length)
{
    const struct buffer *text = &spliced->text;
    size_t lines = 0;

    for (size_t i = length; i < text->length; i++)
        lines += i == 0 || text->bytes[i - 1] == '\n';
    spliced->count -= lines;
    buffer_truncate(&spliced->text, length);
}

struct origin
spliced_origin(const struct spliced *spliced, size_t index)
{
    return index < spliced->count ? spliced->origins[index] : (struct origin){ { NULL, 0 }, 0 };
}
