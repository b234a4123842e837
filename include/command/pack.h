/* pack.h - `capsule pack`: a site as one file that `capsule serve` serves without the source. */
#ifndef COMMAND_PACK_H
#define COMMAND_PACK_H

#include "config/option.h"

extern const struct option_row pack_options[];

/* Runs the command on its WORDS (COUNT of them, behind `pack`) and returns the process's exit status. */
int pack_run(int count, char *const *words);

#endif
