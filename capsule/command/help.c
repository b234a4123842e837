/* help.c - what `capsule help` and `capsule --version` say, from the tables that the commands themselves read. */
#include "command/help.h"

#include <stdio.h>

#include "base/log.h"
#include "config/setting.h"
#include "document/version.h"
#include "server/version.h"

#define WIDTH         ((size_t)80)
#define INDENT        ((size_t)2)
#define OPTION_COLUMN ((size_t)24) /* where the sentences about options begin */

/* Appends the words of TEXT, broken before WIDTH; the cursor stands at COLUMN, where further lines begin, too. */
static void
add_wrapped(struct buffer *out, struct slice text, size_t column)
{
    struct slice word;
    size_t at = column;

    while (slice_take_part(&text, ' ', &word)) {
        if (at > column && at + 1 + word.length > WIDTH) {
            buffer_add_byte(out, '\n');
            buffer_add_times(out, ' ', column);
            at = column;
        } else if (at > column) {
            buffer_add_byte(out, ' ');
            at++;
        }
        buffer_add(out, word);
        at += word.length;
    }
    buffer_add_byte(out, '\n');
}

static void
add_option(struct buffer *out, const struct option_row *row)
{
    size_t start = out->length, width;

    buffer_add_times(out, ' ', INDENT);
    buffer_add_text(out, row->name);
    if (row->value != NULL)
        buffer_format(out, " %s", row->value);
    width = out->length - start;
    if (width + INDENT > OPTION_COLUMN) {
        buffer_add_byte(out, '\n');
        width = 0;
    }
    buffer_add_times(out, ' ', OPTION_COLUMN - width);
    add_wrapped(out, slice_of(row->help), OPTION_COLUMN);
}

static void
add_paragraphs(struct buffer *out, struct slice text)
{
    struct slice paragraph;

    while (slice_take_line(&text, &paragraph)) {
        buffer_add_byte(out, '\n');
        add_wrapped(out, paragraph, 0);
    }
}

/* The words of an example on a line, what they do indented below. */
static void
add_examples(struct buffer *out, struct slice text)
{
    struct slice line;

    buffer_add_text(out, "\nExamples:\n");
    while (slice_take_line(&text, &line)) {
        size_t end = slice_find(line, "  ");

        buffer_add_times(out, ' ', INDENT);
        buffer_add(out, slice_range(line, 0, end));
        buffer_add_byte(out, '\n');
        buffer_add_times(out, ' ', 3 * INDENT);
        add_wrapped(out, slice_trim(slice_from(line, end)), 3 * INDENT);
    }
}

void
help_describe(const struct command *command, struct buffer *out)
{
    buffer_format(out, "Usage: capsule %s\n", command->usage);
    add_paragraphs(out, slice_of(command->description));
    if (command->options != NULL) {
        buffer_add_text(out, "\nOptions:\n");
        for (const struct option_row *row = command->options; row->name != NULL; row++)
            add_option(out, row);
    }
    if (command->examples != NULL)
        add_examples(out, slice_of(command->examples));
}

static void
describe_all(struct buffer *out)
{
    buffer_add_text(out,
                    "capsule publishes a homepage in Geminispace and Gopherspace from its Markdown source.\n\n"
                    "Usage: capsule COMMAND [WORD]...\n\n");
    for (const struct command *command = commands; command->name != NULL; command++)
        buffer_format(out, "  %-12s%s\n", command->name, command->summary);
    buffer_add_text(out,
                    "  --version   the versions of capsule and its libraries\n\n"
                    "`capsule help COMMAND` explains one of them, `capsule help config` the settings.\n");
}

static void
describe_settings(struct buffer *out)
{
    buffer_add_text(out,
                    "Settings stand under the key `capsule:` in the site's _config.yml, which Jekyll ignores,\n"
                    "or by themselves in the file that `--config` names; `--set KEY=VALUE` beats both.\n\n"
                    "  capsule:\n    host: [tea.example, www.tea.example]\n    deadline.request: 20\n\n");
    settings_describe(out);
}

static int
print(struct buffer *text)
{
    bool written = fwrite(text->bytes, 1, text->length, stdout) == text->length && fflush(stdout) == 0;

    buffer_clear(text);
    if (!written)
        log_line(LOG_ERROR, "standard output: %m");
    return written ? 0 : 1;
}

int
help_run(int count, char *const *words)
{
    struct buffer out = { 0 };
    struct error error;
    const struct command *command = NULL;
    bool is_config = count == 1 && slice_is(slice_of(words[0]), "config");

    if (count > 1) {
        log_line(LOG_ERROR, "help: one word too many: \"%s\"", words[1]);
        return 2;
    }
    if (count == 1 && !is_config && (command = command_find(slice_of(words[0]), &error)) == NULL) {
        log_line(LOG_ERROR, "%s", error.text);
        return 2;
    }
    if (is_config)
        describe_settings(&out);
    else if (command != NULL)
        help_describe(command, &out);
    else
        describe_all(&out);
    return print(&out);
}

int
help_version(void)
{
    struct buffer out = { 0 };

    buffer_format(&out, "capsule %s\n", CAPSULE_VERSION);
    buffer_format(&out, "OpenSSL %s\n", tls_library_version());
    buffer_format(&out, "libsodium %s\n", sodium_library_version());
    buffer_format(&out, "libevent %s\n", event_library_version());
    buffer_format(&out, "cmark %s\n", markdown_library_version());
    return print(&out);
}
