/* help.h - `capsule help` and `capsule --version`, on standard output. */
#ifndef COMMAND_HELP_H
#define COMMAND_HELP_H

#include "base/buffer.h"
#include "command/command.h"

/* `help`, `help COMMAND` or `help config`, with WORDS behind `help`; returns the exit status, 2 for an unknown topic. */
int help_run(int count, char *const *words);

/* Appends all about one command: usage, description, options, examples; no line longer than 80 columns. */
void help_describe(const struct command *command, struct buffer *out);

/* Writes the versions of capsule and of the libraries that it runs with, one per line; returns the exit status. */
int help_version(void);

#endif
