/* option.c - a command's words and flags. */
#include "config/option.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/closest.h"

struct given {
    const struct option_row *row;
    const char *value; /* NULL: a switch */
};

struct options {
    const char **words; /* lent */
    size_t word_count;
    struct given *given;
    size_t given_count;
};

/* What is still to be read. */
struct reading {
    const struct option_row *rows;
    char *const *words;
    size_t count, at, most;
};

/* The row that WORD names, up to a `=`; NULL with an error that names the closest one. */
static const struct option_row *
find_row(const struct option_row *rows, struct slice name, struct error *error)
{
    struct closest closest;

    closest_init(&closest, name);
    for (; rows->name != NULL; rows++) {
        if (slice_is(name, rows->name))
            return rows;
        closest_offer(&closest, rows->name);
    }
    closest_report(&closest, "unknown option", NULL, error);
    return NULL;
}

/* The value behind `=`, or else the next word, unless that is a flag itself; sets VALUE to NULL for a switch. */
static bool
take_value(struct reading *reading, const struct option_row *row, const char *equals, const char **value,
           struct error *error)
{
    *value = NULL;
    if (row->value == NULL)
        return equals == NULL || error_set(error, "%s takes no value", row->name);
    if (equals != NULL)
        *value = equals + 1;
    else if (reading->at < reading->count && strncmp(reading->words[reading->at], "--", 2) != 0)
        *value = reading->words[reading->at++];
    else
        return error_set(error, "%s needs a value: %s %s", row->name, row->name, row->value);
    return true;
}

static bool
read_flag(struct options *options, struct reading *reading, const char *word, struct error *error)
{
    const char *equals = strchr(word, '='), *value;
    struct slice name = slice_make(word, equals != NULL ? (size_t)(equals - word) : strlen(word));
    const struct option_row *row = find_row(reading->rows, name, error);

    if (row == NULL || !take_value(reading, row, equals, &value, error))
        return false;
    if (!row->many && options_has(options, row->name))
        return error_set(error, "%s is given twice", row->name);
    options->given[options->given_count++] = (struct given){ row, value };
    return true;
}

static bool
add_word(struct options *options, const struct reading *reading, const char *word, struct error *error)
{
    if (options->word_count == reading->most)
        return error_set(error, "one word too many: \"%.200s\"; quote a name that holds spaces", word);
    options->words[options->word_count++] = word;
    return true;
}

static bool
read_words(struct options *options, struct reading *reading, struct error *error)
{
    bool flags_end = false, fine = true;

    while (fine && reading->at < reading->count) {
        const char *word = reading->words[reading->at++];

        if (!flags_end && strcmp(word, "--") == 0)
            flags_end = true;
        else if (!flags_end && word[0] == '-' && word[1] != '\0')
            fine = read_flag(options, reading, word, error);
        else
            fine = add_word(options, reading, word, error);
    }
    return fine;
}

struct options *
options_read(const struct option_row *rows, int count, char *const *words, size_t most, struct error *error)
{
    struct reading reading = { rows, words, count > 0 ? (size_t)count : 0, 0, most };
    struct options *options = memory_new(sizeof *options);

    options->words = memory_new(reading.count * sizeof *options->words);
    options->given = memory_new(reading.count * sizeof *options->given);
    if (read_words(options, &reading, error))
        return options;
    options_free(options);
    return NULL;
}

void
options_free(struct options *options)
{
    if (options == NULL)
        return;
    free(options->words);
    free(options->given);
    free(options);
}

size_t
options_word_count(const struct options *options)
{
    return options->word_count;
}

const char *
options_word(const struct options *options, size_t index)
{
    return index < options->word_count ? options->words[index] : NULL;
}

bool
options_has(const struct options *options, const char *name)
{
    return options_value_count(options, name) > 0;
}

const char *
options_value(const struct options *options, const char *name)
{
    size_t count = options_value_count(options, name);

    return count > 0 ? options_value_at(options, name, count - 1) : NULL;
}

size_t
options_value_count(const struct options *options, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < options->given_count; i++)
        count += strcmp(options->given[i].row->name, name) == 0;
    return count;
}

const char *
options_value_at(const struct options *options, const char *name, size_t index)
{
    for (size_t i = 0; i < options->given_count; i++)
        if (strcmp(options->given[i].row->name, name) == 0 && index-- == 0)
            return options->given[i].value;
    return NULL;
}
