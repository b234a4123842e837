/* progress.h - how far a long build is, on a terminal and nowhere else. */
#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

#include <stddef.h>

struct progress;

/* Begins to count the time. */
struct progress *progress_new(void);

/* Takes the bar away again, if it was shown. */
void progress_free(struct progress *progress);

/* Shows FINISHED of TOTAL on standard error, if that is a terminal and the first second is over. CONTEXT is a progress. */
void progress_show(void *context, size_t finished, size_t total);

#endif
