/* status.h - `capsule status`: what a running server has counted. */
#ifndef COMMAND_STATUS_H
#define COMMAND_STATUS_H

#include "config/option.h"

extern const struct option_row status_options[];

/* Runs the command on its WORDS (COUNT of them, behind `status`) and returns the process's exit status. */
int status_run(int count, char *const *words);

#endif
