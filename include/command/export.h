/* export.h - `capsule export`: a site as plain files, for any static Gemini or Gopher host. */
#ifndef COMMAND_EXPORT_H
#define COMMAND_EXPORT_H

#include "config/option.h"

extern const struct option_row export_options[];

/* Runs the command on its WORDS (COUNT of them, behind `export`) and returns the process's exit status. */
int export_run(int count, char *const *words);

#endif
