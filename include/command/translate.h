/* translate.h - `capsule translate`: one page, without a site around it, to standard output. */
#ifndef COMMAND_TRANSLATE_H
#define COMMAND_TRANSLATE_H

#include "config/option.h"

extern const struct option_row translate_options[];

/* Runs the command on its WORDS (COUNT of them, behind `translate`) and returns the process's exit status. */
int translate_run(int count, char *const *words);

#endif
