/* usage.h - how a command begins: its words read by its table of options, and what is said of wrong usage. */
#ifndef COMMAND_USAGE_H
#define COMMAND_USAGE_H

#include "config/option.h"
#include "config/setting.h"

#define EXIT_USAGE 2

/*
 * Reads the words of the command NAME as options_read does. NULL after one line in the log that names what is wrong and
 * `capsule help NAME`: the command then returns EXIT_USAGE.
 */
struct options *usage_read(const char *name, const struct option_row *rows, int count, char *const *words, size_t most);

/* Says ERROR; returns STATUS. */
int usage_fail(const struct error *error, int status);

/*
 * Adds the settings that the flags of OPTIONS give, as "key=value": those of --host and --set, and of --site and --workers
 * where there are such. False with one line if one of them is no setting, or its value does not fit.
 */
bool usage_settings(const struct options *options, struct text_list *settings, struct error *error)
    __attribute__((warn_unused_result));

/* Adds every value of the flag NAME, with PREFIX before it. */
void usage_collect(const struct options *options, const char *name, const char *prefix, struct text_list *list);

#endif
