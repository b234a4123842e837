/* progress.c - one line that is written over again and again, ten times a second at most. */
#include "command/progress.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "builder/child.h"
#include "server/file.h"

#define PATIENCE 1000 /* milliseconds before the first bar */
#define PAUSE    100
#define CELLS    30

struct progress {
    bool terminal, shown;
    int64_t next; /* on child_clock */
};

struct progress *
progress_new(void)
{
    struct progress *progress = memory_new(sizeof *progress);

    progress->terminal = isatty(STDERR_FILENO) == 1;
    progress->next = child_clock() + PATIENCE;
    return progress;
}

/* A bar that cannot be shown is no reason to stop. */
static void
say(struct buffer *line)
{
    if (!file_write(STDERR_FILENO, buffer_slice(line)))
        buffer_truncate(line, 0);
    buffer_clear(line);
}

void
progress_free(struct progress *progress)
{
    struct buffer line = { 0 };

    buffer_add_text(&line, "\r\033[K");
    if (progress->shown)
        say(&line);
    buffer_clear(&line);
    free(progress);
}

void
progress_show(void *context, size_t finished, size_t total)
{
    struct progress *progress = context;
    struct buffer line = { 0 };
    size_t cells = total > 0 ? CELLS * finished / total : CELLS;

    if (!progress->terminal || child_clock() < progress->next)
        return;
    progress->next = child_clock() + PAUSE;
    progress->shown = true;
    buffer_add_text(&line, "\r[");
    buffer_add_times(&line, '#', cells);
    buffer_add_times(&line, '.', CELLS - cells);
    buffer_format(&line, "] %zu of %zu pages\033[K", finished, total);
    say(&line);
}
