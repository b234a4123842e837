/* bounds.c - one pass that measures nesting, blank lines and brackets. */
#include "document/bounds.h"

#define MARKERS     64
#define DEPTH_LINES 10000000 /* depth x blank lines */
#define BRACKETS    32768

/* The length of the list or quote marker at the head of LINE; 0 if there is none. */
static size_t
marker_length(struct slice line)
{
    size_t digits = slice_find_none(line, "0123456789"), end = 1;

    if (slice_starts(line, ">"))
        return 1;
    if (line.length == 0 || digits == SLICE_NONE)
        return 0;
    if (digits > 0) {
        if (line.bytes[digits] != '.' && line.bytes[digits] != ')')
            return 0;
        end = digits + 1;
    } else if (line.bytes[0] != '-' && line.bytes[0] != '+' && line.bytes[0] != '*') {
        return 0;
    }
    return end == line.length || line.bytes[end] == ' ' || line.bytes[end] == '\t' ? end : 0;
}

static struct slice
skip_blanks(struct slice line, size_t *columns)
{
    while (line.length > 0 && (line.bytes[0] == ' ' || line.bytes[0] == '\t')) {
        *columns += line.bytes[0] == '\t' ? 4 : 1;
        line = slice_from(line, 1);
    }
    return line;
}

static size_t
count_markers(struct slice line)
{
    size_t markers = 0, columns = 0;

    for (size_t length; (length = marker_length(line)) > 0; markers++)
        line = skip_blanks(slice_from(line, length), &columns);
    return markers;
}

static size_t
count_brackets(struct slice line)
{
    size_t brackets = 0;

    for (size_t i = 0; i < line.length; i++)
        brackets += line.bytes[i] == '[';
    return brackets;
}

static bool
break_with(struct bounds_breach *breach, const char *reason, size_t line)
{
    *breach = (struct bounds_breach){ reason, line };
    return false;
}

bool
bounds_hold(struct slice text, struct bounds_breach *breach)
{
    size_t depth = 0, deepest = SLICE_NONE, blank_lines = 0, brackets = 0, number = 0;
    struct slice line;

    if (text.length > BOUNDS_BYTES)
        return break_with(breach, "more than 1 MiB of source", SLICE_NONE);
    for (; slice_take_line(&text, &line); number++) {
        size_t columns = 0, markers;

        blank_lines += slice_find_none(line, " \t>") == SLICE_NONE;
        brackets += count_brackets(line);
        markers = count_markers(skip_blanks(line, &columns));
        if (markers > MARKERS)
            return break_with(breach, "more than 64 block markers in one line", number);
        if (brackets > BRACKETS)
            return break_with(breach, "more than 32768 brackets", number);
        if (columns / 2 + markers > depth) {
            depth = columns / 2 + markers;
            deepest = number;
        }
    }
    return depth * blank_lines <= DEPTH_LINES || break_with(breach, "nested too deeply for its blank lines", deepest);
}
