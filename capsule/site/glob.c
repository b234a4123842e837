/* glob.c - names and patterns as Hugo writes them, through the C library's regular expressions. */
#include "site/glob.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static bool
finds(struct slice expression, struct slice text, int flags, bool *valid)
{
    char *pattern = slice_copy(expression), *subject = slice_copy(text);
    regex_t compiled;
    bool found = false;

    *valid = strlen(pattern) == expression.length && regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB | flags) == 0;
    if (*valid) {
        found = regexec(&compiled, subject, 0, NULL, 0) == 0;
        regfree(&compiled);
    }
    free(pattern);
    free(subject);
    return found;
}

/* What Go writes in another way. */
static const struct {
    const char *go, *posix;
} spellings[] = { { "\\d", "[0-9]" }, { "(?:", "(" }, { "\\\\", "\\\\" } };

/* Moves the beginning of *PATTERN to OUT. */
static void
put_expression(struct slice *pattern, struct buffer *out)
{
    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
        if (slice_starts(*pattern, spellings[i].go)) {
            buffer_add_text(out, spellings[i].posix);
            *pattern = slice_from(*pattern, strlen(spellings[i].go));
            return;
        }
    buffer_add(out, slice_range(*pattern, 0, 1));
    *pattern = slice_from(*pattern, 1);
}

bool
glob_finds(struct slice pattern, struct slice text, bool *valid)
{
    bool ignores_case = slice_starts(pattern, "(?i)"), found;
    struct buffer expression = { 0 };

    pattern = slice_from(pattern, ignores_case ? 4 : 0);
    while (pattern.length > 0)
        put_expression(&pattern, &expression);
    found = finds(buffer_slice(&expression), text, ignores_case ? REG_ICASE : 0, valid);
    buffer_clear(&expression);
    return found;
}

/* What the first character of *PATTERN, which loses it, is as a regular expression. DEPTH: braces that are open. */
static void
put_glob(struct slice *pattern, size_t *depth, struct buffer *out)
{
    char byte = pattern->bytes[0];
    size_t taken = 1;

    if (slice_starts(*pattern, "**")) {
        buffer_add_text(out, ".*");
        taken = 2;
    } else if (byte == '*' || byte == '?') {
        buffer_add_text(out, byte == '*' ? "[^/]*" : "[^/]");
    } else if (byte == '{') {
        buffer_add_byte(out, '(');
        ++*depth;
    } else if (byte == '}' && *depth > 0) {
        buffer_add_byte(out, ')');
        --*depth;
    } else if (byte == ',' && *depth > 0) {
        buffer_add_byte(out, '|');
    } else if (byte == '[' || byte == ']') {
        buffer_add_byte(out, byte);
    } else {
        if (byte == '\\' && pattern->length > 1)
            byte = pattern->bytes[taken++];
        if (strchr(".^$+()|{}\\*?", byte) != NULL)
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, byte);
    }
    *pattern = slice_from(*pattern, taken);
}

bool
glob_matches(struct slice pattern, struct slice text)
{
    struct buffer expression = { 0 };
    size_t depth = 0;
    bool matches, valid;

    buffer_add_byte(&expression, '^');
    while (pattern.length > 0)
        put_glob(&pattern, &depth, &expression);
    buffer_add_byte(&expression, '$');
    matches = depth == 0 && finds(buffer_slice(&expression), text, REG_ICASE, &valid);
    buffer_clear(&expression);
    return matches;
}
