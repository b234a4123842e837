/* usage.c - how a command begins. */
#include "command/usage.h"

#include <string.h>

#include "base/buffer.h"
#include "base/log.h"
#include "server/configuration.h"

struct options *
usage_read(const char *name, const struct option_row *rows, int count, char *const *words, size_t most)
{
    struct error error = { "" };
    struct options *options = options_read(rows, count, words, most, &error);

    if (options == NULL)
        log_line(LOG_ERROR, "%s%s `capsule help %s`", error.text,
                 slice_ends(slice_of(error.text), "?") ? " See" : "; see", name);
    return options;
}

int
usage_fail(const struct error *error, int status)
{
    log_line(LOG_ERROR, "%s", error->text);
    return status;
}

void
usage_collect(const struct options *options, const char *name, const char *prefix, struct text_list *list)
{
    for (size_t i = 0; i < options_value_count(options, name); i++) {
        struct buffer text = { 0 };

        buffer_format(&text, "%s%s", prefix, options_value_at(options, name, i));
        text_list_add(list, buffer_slice(&text));
        buffer_clear(&text);
    }
}

bool
usage_settings(const struct options *options, struct text_list *settings, struct error *error)
{
    for (size_t i = 0; i < options_value_count(options, "--set"); i++)
        if (strchr(options_value_at(options, "--set", i), '=') == NULL)
            return error_set(error, "--set wants KEY=VALUE, not \"%s\"", options_value_at(options, "--set", i));
    usage_collect(options, "--host", "host=", settings);
    usage_collect(options, "--site", "site=", settings);
    usage_collect(options, "--workers", "workers=", settings);
    usage_collect(options, "--set", "", settings);
    return configuration_check_flags(settings, error);
}
