/* stray.c - strong marks that are left over. */
#include "document/stray.h"

size_t
stray_find(struct slice text)
{
    for (size_t at = 0; at < text.length;) {
        size_t next = slice_find_byte(slice_from(text, at), '*'), run;

        if (next == SLICE_NONE)
            break;
        at += next;
        run = slice_find_none(slice_from(text, at), "*");
        if (run == SLICE_NONE)
            run = text.length - at;
        if (run == 2)
            return at;
        at += run;
    }
    return SLICE_NONE;
}

size_t
stray_count(struct slice text)
{
    size_t stars = 0;

    for (size_t at; (at = stray_find(text)) != SLICE_NONE; stars++)
        text = slice_from(text, at + 2);
    return stars;
}
