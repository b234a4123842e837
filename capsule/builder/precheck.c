/* precheck.c - measures a source and compares with one table of limits. */
#include "builder/precheck.h"

#define TAB_COLUMNS 4

enum measure { MEASURE_BYTES, MEASURE_MARKERS, MEASURE_DEPTH, MEASURE_BRACKETS, MEASURE_COUNT };

struct value {
    size_t amount;
    unsigned line;
};

static const struct {
    const char *reason;
    size_t alone, refused; /* above these */
} limits[MEASURE_COUNT] = {
    [MEASURE_BYTES] = { "too many bytes", (size_t)256 << 10, PRECHECK_BYTES_MAX },
    [MEASURE_MARKERS] = { "too many block markers in one line", 16, 64 },
    [MEASURE_DEPTH] = { "too much depth for its blank lines", 1000000, 10000000 },
    [MEASURE_BRACKETS] = { "too many brackets", 8192, 32768 },
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
    return slice_find_none(line, " \t>") == SLICE_NONE;
}

static size_t
count_byte(struct slice text, char byte)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += text.bytes[i] == byte;
    return count;
}

static void
raise_to(struct value *value, size_t amount, unsigned line)
{
    if (amount > value->amount)
        *value = (struct value){ amount, line };
}

static void
measure(struct slice text, struct value values[MEASURE_COUNT])
{
    struct slice rest = text, line;
    struct value depth = { 0, 0 };
    size_t blank_lines = 0;

    for (unsigned number = 1; slice_take_line(&rest, &line); number++) {
        size_t columns = 0, at = skip_blanks(line, 0, &columns), markers = count_markers(line, at);

        raise_to(&values[MEASURE_MARKERS], markers, number);
        raise_to(&depth, columns / 2 + markers, number);
        blank_lines += line_is_blank(line);
    }
    values[MEASURE_DEPTH] = (struct value){ depth.amount * blank_lines, depth.line };
    values[MEASURE_BRACKETS].amount = count_byte(text, '[');
}

static struct precheck
judge(const struct value values[MEASURE_COUNT])
{
    struct precheck result = { .verdict = PRECHECK_TOGETHER };

    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        enum precheck_verdict verdict = values[i].amount > limits[i].refused ? PRECHECK_REFUSED
                                        : values[i].amount > limits[i].alone ? PRECHECK_ALONE
                                                                             : PRECHECK_TOGETHER;

        if (verdict > result.verdict)
            result = (struct precheck){ verdict, limits[i].reason, values[i].line };
    }
    return result;
}

struct precheck
precheck_markdown(struct slice text)
{
    struct value values[MEASURE_COUNT] = { { 0, 0 } };

    values[MEASURE_BYTES].amount = text.length;
    measure(text, values);
    return judge(values);
}

struct precheck
precheck_html(struct slice text)
{
    struct value values[MEASURE_COUNT] = { { 0, 0 } };

    values[MEASURE_BYTES].amount = text.length;
    return judge(values);
}
