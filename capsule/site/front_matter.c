/* front_matter.c - where a page's YAML header ends and its text begins. */
#include "site/front_matter.h"

static struct slice
without_byte_order_mark(struct slice text)
{
    return slice_starts(text, "\xef\xbb\xbf") ? slice_from(text, 3) : text;
}

/* `---` with white space only behind it. */
static bool
is_fence(struct slice line, const char *mark)
{
    return slice_starts(line, mark) && slice_is_blank(slice_from(line, 3));
}

bool
front_matter_begins(struct slice text)
{
    struct slice rest = without_byte_order_mark(text), line;

    return slice_take_line(&rest, &line) && is_fence(line, "---");
}

/* Moves REST behind the closing line and counts the lines read. */
static bool
find_end(struct slice *rest, struct slice *header, unsigned *lines)
{
    struct slice start = *rest, line;

    while (slice_take_line(rest, &line)) {
        ++*lines;
        if (is_fence(line, "---") || is_fence(line, "...")) {
            *header = slice_range(start, 0, (size_t)(line.bytes - start.bytes));
            return true;
        }
    }
    return false;
}

bool
front_matter_split(struct slice text, struct slice *header, struct slice *body, unsigned *body_line)
{
    struct slice rest = without_byte_order_mark(text), line;
    unsigned lines = 1;

    *header = slice_make(NULL, 0);
    *body = rest;
    *body_line = 1;
    if (!slice_take_line(&rest, &line) || !is_fence(line, "---") || !find_end(&rest, header, &lines))
        return false;
    *body = rest;
    *body_line = lines + 1;
    return true;
}
