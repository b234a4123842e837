/* lines.h - for unit tests: collects the lines that a wrap hands out, `|` behind each. */
#ifndef TESTS_DOCUMENT_LINES_H
#define TESTS_DOCUMENT_LINES_H

#include "base/buffer.h"

static inline void
collect_line(void *context, struct slice line)
{
    buffer_add(context, line);
    buffer_add_byte(context, '|');
}

/* Links bear the number after their index. */
static inline unsigned
number_by_index(const void *context, size_t link)
{
    (void)context;
    return (unsigned)link + 1;
}

#endif
