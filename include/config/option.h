/* option.h - a command's words and flags, by one table per command. */
#ifndef CONFIG_OPTION_H
#define CONFIG_OPTION_H

#include "base/error.h"
#include "base/slice.h"

struct option_row {
    const char *name;  /* "--host" */
    const char *value; /* what stands for its value in the help ("NAME"); NULL: a switch */
    bool many;         /* may be repeated */
    const char *help;  /* a sentence */
};

struct options;

/*
 * Reads WORDS (COUNT of them, without the program's and the command's name) by the table ROWS, ended by a row without
 * name; at most MOST words may stand beside flags. `--flag value` and `--flag=value` (a value that begins with `--` only
 * so), flags and words in any order, `--` ends flags, `-` is a word. NULL with an error that names the word and the
 * closest flag.
 */
struct options *options_read(const struct option_row *rows, int count, char *const *words, size_t most,
                             struct error *error);
void options_free(struct options *options); /* NULL is fine */

/* The words beside the flags; NULL behind the last. All texts are lent from WORDS. */
size_t options_word_count(const struct options *options);
const char *options_word(const struct options *options, size_t index);

/* Whether the flag NAME ("--host") was given; how often; its value at one place, or the last one; NULL if none. */
bool options_has(const struct options *options, const char *name);
size_t options_value_count(const struct options *options, const char *name);
const char *options_value_at(const struct options *options, const char *name, size_t index);
const char *options_value(const struct options *options, const char *name);

#endif
