/*
 * status.c - asks the master over its control socket and shows the answer as text, JSON or Prometheus exposition format.
 *
 * The answer has a line per number: its Prometheus name without the prefix, labels in braces if it has any, a blank, and
 * the number (or a word). Numbers that this version does not know are shown all the same.
 */
#include "command/status.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "command/command.h"
#include "command/json.h"
#include "command/usage.h"
#include "server/control.h"
#include "server/statistics.h"

#define SYSTEM_SOCKET "/run/capsule/capsule.sock"

const struct option_row status_options[] = {
    { "--socket", "PATH", false, "where the server's setting `control` points" },
    { "--json", NULL, false, "as one object, for programs" },
    { "--prometheus", NULL, false, "in Prometheus' exposition format" },
    { NULL, NULL, false, NULL },
};

struct entry {
    struct slice name, labels, value;
};

/* Takes the first line off ANSWER; false at its end. */
static bool
take_entry(struct slice *answer, struct entry *entry)
{
    struct slice line;
    size_t blank, brace;

    do {
        if (!slice_take_part(answer, '\n', &line))
            return false;
        blank = slice_find_last_byte(line, ' ');
    } while (blank == SLICE_NONE);
    entry->value = slice_from(line, blank + 1);
    entry->name = slice_range(line, 0, blank);
    entry->labels = slice_of("");
    brace = slice_find_byte(entry->name, '{');
    if (brace != SLICE_NONE && slice_ends(entry->name, "}")) {
        entry->labels = slice_range(entry->name, brace + 1, entry->name.length - 1);
        entry->name = slice_range(entry->name, 0, brace);
    }
    return true;
}

static bool
is_number(struct slice text)
{
    unsigned long ignored;

    return slice_to_number(text, ULONG_MAX, &ignored);
}

/* --- Text --- */

static void
show_text(struct slice answer, struct buffer *out)
{
    struct entry entry;

    while (take_entry(&answer, &entry)) {
        if (entry.labels.length > 0 && slice_is(entry.value, "0"))
            continue;
        buffer_format(out, "%-28.*s ", (int)entry.name.length, entry.name.bytes);
        buffer_add(out, entry.value);
        if (entry.labels.length > 0)
            buffer_format(out, "  (%.*s)", (int)entry.labels.length, entry.labels.bytes);
        buffer_add_byte(out, '\n');
    }
}

/* --- JSON --- */

/* A family with labels is an object of its own; its members are called by their labels' values: "gemini 2x". */
static void
add_key(struct slice labels, struct buffer *out)
{
    struct buffer key = { 0 };
    struct slice part;

    for (size_t i = 0; slice_take_part(&labels, '"', &part); i++)
        if (i % 2 == 1) {
            buffer_add_text(&key, key.length > 0 ? " " : "");
            buffer_add(&key, part);
        }
    json_string(out, buffer_slice(&key));
    buffer_add_text(out, ": ");
    buffer_clear(&key);
}

static void
add_json_value(struct slice value, struct buffer *out)
{
    if (is_number(value))
        buffer_add(out, value);
    else
        json_string(out, value);
}

static void
show_json(struct slice answer, struct buffer *out)
{
    struct slice family = slice_of("");
    const char *separator = "{\n  ";
    struct entry entry;

    while (take_entry(&answer, &entry)) {
        bool labelled = entry.labels.length > 0, same = labelled && slice_equal(entry.name, family);

        buffer_add_text(out, family.length > 0 && !same ? " }" : "");
        buffer_add_text(out, same ? ", " : separator);
        if (!same) {
            json_string(out, entry.name);
            buffer_add_text(out, labelled ? ": { " : ": ");
        }
        if (labelled)
            add_key(entry.labels, out);
        add_json_value(entry.value, out);
        family = labelled ? entry.name : slice_of("");
        separator = ",\n  ";
    }
    buffer_add_text(out, family.length > 0 ? " }\n}\n" : "\n}\n");
}

/* --- Prometheus --- */

static const char *
help_of(struct slice name)
{
    for (size_t i = 0; i < STATISTIC_COUNT; i++)
        if (slice_is(name, statistic_names[i].name))
            return statistic_names[i].help;
    return NULL;
}

/* The rows of a histogram have one name without their endings. */
static struct slice
metric_of(struct slice name)
{
    static const char *const endings[] = { "_bucket", "_sum", "_count" };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_ends(name, endings[i]))
            return slice_range(name, 0, name.length - strlen(endings[i]));
    return name;
}

static void
add_header(struct slice metric, struct slice name, struct buffer *out)
{
    const char *help = help_of(name), *type = "gauge";

    if (metric.length < name.length)
        type = "histogram";
    else if (slice_ends(name, "_total"))
        type = "counter";
    if (help != NULL)
        buffer_format(out, "# HELP capsule_%.*s %s\n", (int)metric.length, metric.bytes, help);
    buffer_format(out, "# TYPE capsule_%.*s %s\n", (int)metric.length, metric.bytes, type);
}

/* Words are no samples: the version, say. */
static void
show_prometheus(struct slice answer, struct buffer *out)
{
    struct slice last = slice_of("");
    struct entry entry;

    while (take_entry(&answer, &entry)) {
        struct slice metric = metric_of(entry.name);

        if (!is_number(entry.value))
            continue;
        if (!slice_equal(metric, last))
            add_header(metric, entry.name, out);
        last = metric;
        buffer_format(out, "capsule_%.*s", (int)entry.name.length, entry.name.bytes);
        if (entry.labels.length > 0)
            buffer_format(out, "{%.*s}", (int)entry.labels.length, entry.labels.bytes);
        buffer_format(out, " %.*s\n", (int)entry.value.length, entry.value.bytes);
    }
}

/* --- The command --- */

/* Where a server of this user would listen, if it was told to, else that of the packaged service. */
static bool
ask_default(struct buffer *answer, struct error *error)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    struct buffer path = { 0 };
    bool answered = false;

    if (runtime != NULL && runtime[0] == '/') {
        buffer_format(&path, "%s/capsule.sock", runtime);
        buffer_add_byte(&path, '\0');
        answered = control_ask(path.bytes, answer, error);
        buffer_clear(&path);
    }
    return answered || control_ask(SYSTEM_SOCKET, answer, error);
}

static bool
show(const struct options *options, struct error *error)
{
    const char *path = options_value(options, "--socket");
    struct buffer answer = { 0 }, out = { 0 };
    bool done = path != NULL ? control_ask(path, &answer, error) : ask_default(&answer, error);

    if (done && options_has(options, "--json"))
        show_json(buffer_slice(&answer), &out);
    else if (done && options_has(options, "--prometheus"))
        show_prometheus(buffer_slice(&answer), &out);
    else if (done)
        show_text(buffer_slice(&answer), &out);
    if (done && (fwrite(out.bytes, 1, out.length, stdout) != out.length || fflush(stdout) != 0))
        done = error_set(error, "cannot write to standard output");
    buffer_clear(&answer);
    buffer_clear(&out);
    return done;
}

int
status_run(int count, char *const *words)
{
    struct error error = { "" };
    struct options *options = usage_read("status", status_options, count, words, 0);
    int status = EXIT_USAGE;

    if (options != NULL)
        status = show(options, &error) ? EXIT_SUCCESS : usage_fail(&error, EXIT_FAILURE);
    options_free(options);
    return status;
}
