/* command.h - the table of commands: what main() runs and what `capsule help` describes. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "base/error.h"
#include "base/slice.h"
#include "config/option.h"

struct command {
    const char *name;
    int (*run)(int count, char *const *words); /* the words behind its name; returns the exit status */
    const char *usage;                         /* what stands behind `capsule` */
    const char *summary;                       /* part of a line, for the list of all */
    const char *description;                   /* paragraphs, one per line */
    const struct option_row *options;          /* ended by a row without name; NULL: none */
    const char *examples;                      /* one per line: the words, two blanks, what they do; NULL: none */
};

/* All commands, in the order of the help; ended by a row without name. */
extern const struct command commands[];

/* The command called NAME; NULL with an error that names the closest one. */
const struct command *command_find(struct slice name, struct error *error);

#endif
