/* serve.h - `capsule serve`: the command that publishes a site until it is told to stop. */
#ifndef COMMAND_SERVE_H
#define COMMAND_SERVE_H

#include "config/option.h"

extern const struct option_row serve_options[];

/* Runs the command on its WORDS (COUNT of them, behind `serve`) and returns the process's exit status. */
int serve_run(int count, char *const *words);

#endif
