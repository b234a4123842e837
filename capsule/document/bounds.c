/* bounds.c - measures a source and compares with one table of limits. */
#include "document/bounds.h"

#define TAB_COLUMNS 4

enum measure { MEASURE_BYTES, MEASURE_MARKERS, MEASURE_DEPTH, MEASURE_BRACKETS, MEASURE_COUNT };

struct value {
    size_t amount;
    unsigned line;
};

static const struct {
    size_t usual, most; /* suspicious above the one, refused above the other */
    const char *suspicious, *broken;
} limits[MEASURE_COUNT] = {
    [MEASURE_BYTES] = { (size_t)256 << 10, BOUNDS_BYTES, "more than 256 KiB of source", "more than 1 MiB of source" },
    [MEASURE_MARKERS] = { 16, 64, "more than 16 block markers in one line", "more than 64 block markers in one line" },
    [MEASURE_DEPTH] = { 1000000, 10000000, "nested deeply for its blank lines",
                        "nested too deeply for its blank lines" },
    [MEASURE_BRACKETS] = { 8192, 32768, "more than 8192 brackets", "more than 32768 brackets" },
};

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Skips blanks from AT on; *COLUMNS grows by their width. */
static size_t
skip_blanks(struct slice line, size_t at, size_t *columns)
{
    for (; at < line.length && is_blank(line.bytes[at]); at++)
        *columns += line.bytes[at] == '\t' ? TAB_COLUMNS : 1;
    return at;
}

/* The length of the container marker at AT, or 0. All but `>` need a blank or the line's end behind them. */
static size_t
marker_length(struct slice line, size_t at)
{
    size_t end = at;

    if (line.bytes[at] == '>')
        return 1;
    if (line.bytes[at] == '-' || line.bytes[at] == '+' || line.bytes[at] == '*') {
        end++;
    } else {
        while (end < line.length && byte_is_digit(line.bytes[end]))
            end++;
        if (end == at || end == line.length || (line.bytes[end] != '.' && line.bytes[end] != ')'))
            return 0;
        end++;
    }
    return end == line.length || is_blank(line.bytes[end]) ? end - at : 0;
}

static size_t
count_markers(struct slice line, size_t at)
{
    size_t markers = 0, length, columns = 0;

    while (at < line.length && (length = marker_length(line, at)) > 0) {
        markers++;
        at = skip_blanks(line, at + length, &columns);
    }
    return markers;
}

/* A line of nothing but blanks and `>` ends paragraphs, whatever containers it stands in. */
static bool
line_is_blank(struct slice line)
{
    for (size_t i = 0; i < line.length; i++)
        if (!is_blank(line.bytes[i]) && line.bytes[i] != '>')
            return false;
    return true;
}

static void
raise_to(struct value *value, size_t amount, unsigned line)
{
    if (amount > value->amount)
        *value = (struct value){ amount, line };
}

static void
measure_lines(struct slice text, struct value values[MEASURE_COUNT])
{
    struct slice line;
    struct value depth = { 0, 0 };
    size_t blank_lines = 0;

    for (unsigned number = 1; slice_take_part(&text, '\n', &line); number++) {
        size_t columns = 0, at = skip_blanks(line, 0, &columns), markers = count_markers(line, at);

        raise_to(&values[MEASURE_MARKERS], markers, number);
        raise_to(&depth, columns / 2 + markers, number);
        blank_lines += line_is_blank(slice_range(line, at, line.length - (size_t)slice_ends(line, "\r")));
    }
    values[MEASURE_DEPTH] = (struct value){ depth.amount * blank_lines, depth.line };
}

/* The line of TEXT's byte AT. */
static unsigned
line_at(struct slice text, size_t at)
{
    struct slice before = slice_range(text, 0, at);
    unsigned line = 1;

    for (size_t end; (end = slice_find_byte(before, '\n')) != SLICE_NONE; before = slice_from(before, end + 1))
        line++;
    return line;
}

static void
measure_length(struct slice text, struct value *value)
{
    const size_t usual = limits[MEASURE_BYTES].usual, most = limits[MEASURE_BYTES].most;

    value->amount = text.length;
    if (text.length > usual)
        value->line = line_at(text, text.length > most ? most : usual);
}

/* At fault is the bracket that is one too many. */
static void
measure_brackets(struct slice text, struct value *value)
{
    size_t at = 0, excess = 0;

    for (size_t next; (next = slice_find_byte(slice_from(text, at), '[')) != SLICE_NONE; at += next + 1) {
        value->amount++;
        if (value->amount == limits[MEASURE_BRACKETS].usual + 1 || value->amount == limits[MEASURE_BRACKETS].most + 1)
            excess = at + next;
    }
    if (value->amount > limits[MEASURE_BRACKETS].usual)
        value->line = line_at(text, excess);
}

static struct bounds
judge(const struct value values[MEASURE_COUNT])
{
    struct bounds worst = { .verdict = BOUNDS_KEPT };

    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (values[i].amount > limits[i].most && worst.verdict < BOUNDS_BROKEN)
            worst = (struct bounds){ BOUNDS_BROKEN, limits[i].broken, values[i].line };
        else if (values[i].amount > limits[i].usual && worst.verdict < BOUNDS_SUSPICIOUS)
            worst = (struct bounds){ BOUNDS_SUSPICIOUS, limits[i].suspicious, values[i].line };
    }
    return worst;
}

struct bounds
bounds_of_markdown(struct slice text)
{
    struct value values[MEASURE_COUNT] = { { 0, 0 } };

    measure_length(text, &values[MEASURE_BYTES]);
    if (text.length <= BOUNDS_BYTES) {
        measure_lines(text, values);
        measure_brackets(text, &values[MEASURE_BRACKETS]);
    }
    return judge(values);
}

struct bounds
bounds_of_length(struct slice text)
{
    struct value values[MEASURE_COUNT] = { { 0, 0 } };

    measure_length(text, &values[MEASURE_BYTES]);
    return judge(values);
}
