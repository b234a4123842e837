/* code.c - fences and code spans. */
#include "document/code.h"

#include <string.h>

static size_t
line_end(struct slice text, size_t at)
{
    size_t end = slice_find_byte(slice_from(text, at), '\n');

    return end == SLICE_NONE ? text.length : at + end;
}

/* Without the indentation, quote marks and list markers at its head, of which a fence may stand behind a few. */
static struct slice
inside_containers(struct slice line)
{
    for (;;) {
        struct slice rest = slice_trim_left(line);
        size_t digits = 0;

        while (digits < rest.length && byte_is_digit(rest.bytes[digits]))
            digits++;
        if (slice_starts(rest, ">"))
            line = slice_from(rest, 1);
        else if (slice_starts(rest, "- ") || slice_starts(rest, "* ") || slice_starts(rest, "+ "))
            line = slice_from(rest, 2);
        else if (digits > 0 && digits < 10 &&
                 (slice_starts(slice_from(rest, digits), ". ") || slice_starts(slice_from(rest, digits), ") ")))
            line = slice_from(rest, digits + 2);
        else
            return rest;
    }
}

static size_t
run_length(struct slice text, size_t at)
{
    size_t end = at;

    while (end < text.length && text.bytes[end] == text.bytes[at])
        end++;
    return end - at;
}

/* The length of the fence that LINE opens; 0 if none (CommonMark 4.5). */
static size_t
opening(struct slice line)
{
    size_t length;

    if (!slice_starts(line, "```") && !slice_starts(line, "~~~"))
        return 0;
    length = run_length(line, 0);
    return line.bytes[0] == '`' && slice_find_byte(slice_from(line, length), '`') != SLICE_NONE ? 0 : length;
}

static bool
closes(struct slice line, char mark, size_t length)
{
    while (line.length > 0 && (byte_is_space(line.bytes[0]) || line.bytes[0] == '>'))
        line = slice_from(line, 1);
    return line.length >= length && line.bytes[0] == mark && run_length(line, 0) >= length &&
           slice_is_blank(slice_from(line, run_length(line, 0)));
}

/* Most lines begin with a letter: neither a fence nor what it may stand behind. */
static bool
may_open(struct slice text, size_t at)
{
    while (at < text.length && (text.bytes[at] == ' ' || text.bytes[at] == '\t'))
        at++;
    return at < text.length && !byte_is_letter(text.bytes[at]) && text.bytes[at] != '\n';
}

size_t
code_fence_end(struct slice text, size_t at)
{
    struct slice line;
    size_t end, length;

    if (!may_open(text, at))
        return at;
    end = line_end(text, at);
    line = inside_containers(slice_range(text, at, end));
    length = opening(line);
    if (length == 0)
        return at;
    while (end < text.length) {
        size_t start = end + 1;

        end = line_end(text, start);
        if (closes(slice_range(text, start, end), line.bytes[0], length))
            return end < text.length ? end + 1 : end;
    }
    return text.length;
}

size_t
code_paragraph_end(struct slice text, size_t at)
{
    for (size_t end = line_end(text, at);; end = line_end(text, end + 1))
        if (end >= text.length || slice_is_blank(slice_range(text, end + 1, line_end(text, end + 1))))
            return end;
}

static void
survey(struct code_spans *spans, struct slice text, size_t at)
{
    memset(spans->last, 0, sizeof spans->last);
    spans->paragraph_end = code_paragraph_end(text, at);
    while (at < spans->paragraph_end) {
        size_t next = slice_find_byte(slice_range(text, at, spans->paragraph_end), '`'), length;

        if (next == SLICE_NONE)
            return;
        at += next;
        length = run_length(text, at);
        if (length <= CODE_LONGEST_RUN)
            spans->last[length] = at + 1;
        at += length;
    }
}

size_t
code_span_end(struct code_spans *spans, struct slice text, size_t at)
{
    size_t length = run_length(text, at), next = at + length;

    if (at >= spans->paragraph_end)
        survey(spans, text, at);
    if (length > CODE_LONGEST_RUN || spans->last[length] <= at + 1)
        return next;
    for (;;) {
        while (text.bytes[next] != '`')
            next++;
        if (run_length(text, next) == length)
            return next + length;
        next += run_length(text, next);
    }
}
