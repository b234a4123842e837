/* check.h - `capsule check`: what a site will publish, and what was lost or is broken. */
#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include "config/option.h"

extern const struct option_row check_options[];

/*
 * Runs the command on its WORDS (COUNT of them, behind `check`) and returns the exit status: 0 without errors, 1 with
 * errors, 2 for wrong usage.
 */
int check_run(int count, char *const *words);

#endif
