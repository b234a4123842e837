/* spans_math.c - where math begins and ends, and what is shown of it. */
#include "document/spans_math.h"

#include <string.h>

#include "document/math.h"

/* Links and code in it say that the dollars around are money. */
static bool
is_no_math(struct slice inner)
{
    return slice_is_blank(inner) || slice_find(inner, "](") != SLICE_NONE || slice_find(inner, "<a ") != SLICE_NONE ||
           slice_find_byte(inner, '`') != SLICE_NONE;
}

static bool
is_alone(struct spans_pass *pass, size_t end)
{
    while (end < pass->text.length && (pass->text.bytes[end] == ' ' || pass->text.bytes[end] == '\t'))
        end++;
    return spans_text_before(pass).length == 0 && (end == pass->text.length || pass->text.bytes[end] == '\n');
}

static void
put_math(struct spans_pass *pass, struct slice inner, size_t end, bool may_be_display)
{
    struct shield shield = { .kind = SHIELD_TEXT, .source = slice_range(pass->text, pass->at, end) };
    struct buffer plain = { 0 };

    shield.shown = shield.source;
    if (may_be_display && is_alone(pass, end)) {
        shield.kind = SHIELD_DISPLAY;
        shield.shown = inner;
    } else if (math_write(inner, &plain)) {
        shield.shown = buffer_slice(&plain);
    }
    shields_put(pass->shields, &shield, &pass->out->text);
    buffer_clear(&plain);
    spans_skip_to(pass, end);
}

/* Math between a mark at AT that is OPEN bytes long and the next CLOSE. False: it is none. */
static bool
between(struct spans_pass *pass, size_t open, const char *close, size_t *none)
{
    size_t start = pass->at + open, end = spans_find(pass, start, close, none);

    if (end == SLICE_NONE || is_no_math(slice_range(pass->text, start, end)))
        return false;
    put_math(pass, slice_range(pass->text, start, end), end + strlen(close), strcmp(close, "\\\\)") != 0);
    return true;
}

/*
 * The next dollar, if it closes what the one at AT opens: behind a non-blank, and not before a digit unless the formula has
 * a sign of LaTeX in it (`3$\\times$3`). A dollar that does not close leaves this one open: no formula holds another.
 */
static size_t
closing_dollar(struct spans_pass *pass)
{
    size_t at = pass->at + 1, found, end = spans_paragraph_end(pass);
    struct slice inner;

    do {
        at++;
        found = at < end ? slice_find_byte(slice_range(pass->text, at, end), '$') : SLICE_NONE;
        if (found == SLICE_NONE)
            return SLICE_NONE;
        at += found;
    } while (pass->text.bytes[at - 1] == '\\');
    inner = slice_range(pass->text, pass->at + 1, at);
    if (byte_is_space(inner.bytes[inner.length - 1]))
        return SLICE_NONE;
    if (at + 1 < pass->text.length && byte_is_digit(pass->text.bytes[at + 1]) &&
        slice_find_any(inner, "\\^_") == SLICE_NONE)
        return SLICE_NONE;
    return at;
}

#define LONGEST_DISPLAY 4096 /* bytes; it bounds what is looked at per `$$` */

/* `$$` that begins a line: kramdown's block of math, which blank lines do not end. Nothing of Markdown's may be in it. */
static bool
over_blank_lines(struct spans_pass *pass)
{
    static const char *const others[] = { "\n#", "```", "~~~", "\n- ", "\n* " };
    size_t start = pass->at + 2, end = slice_find(slice_range(pass->text, start, start + LONGEST_DISPLAY), "$$");
    struct slice inner;

    if (end == SLICE_NONE || !is_alone(pass, start + end + 2))
        return false;
    inner = slice_range(pass->text, start, start + end);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (slice_find(inner, others[i]) != SLICE_NONE)
            return false;
    if (is_no_math(inner))
        return false;
    put_math(pass, slice_trim(inner), start + end + 2, true);
    return true;
}

/* Not before a blank, nor between two letters: `data$column` is a program's. */
static bool
may_open(const struct spans_pass *pass, struct slice text)
{
    if (text.length < 2 || byte_is_space(text.bytes[1]))
        return false;
    return pass->at == 0 || !byte_is_letter(text.bytes[1]) || !byte_is_letter(pass->text.bytes[pass->at - 1]);
}

void
spans_math_dollar(struct spans_pass *pass)
{
    struct slice text = spans_rest(pass);
    size_t end;

    if (slice_starts(text, "$$")) {
        if (!between(pass, 2, "$$", &pass->no_dollars) && !over_blank_lines(pass))
            spans_copy_to(pass, pass->at + 2);
        return;
    }
    end = may_open(pass, text) ? closing_dollar(pass) : SLICE_NONE;
    if (end == SLICE_NONE || is_no_math(slice_range(pass->text, pass->at + 1, end)))
        spans_copy_to(pass, pass->at + 1);
    else
        put_math(pass, slice_range(pass->text, pass->at + 1, end), end + 1, false);
}

/* `\begin{x}` up to its `\end{...}`, nested ones counted; SLICE_NONE if it does not end in this paragraph. */
static size_t
environment_end(struct spans_pass *pass)
{
    size_t end = spans_paragraph_end(pass), depth = 0;

    for (size_t at = pass->at; pass->at >= pass->no_environment && at < end;) {
        struct slice text = slice_range(pass->text, at, end);
        size_t next = slice_find_byte(text, '\\'), brace;

        if (next == SLICE_NONE)
            break;
        text = slice_from(text, next);
        at += next + 1;
        if (slice_starts(text, "\\begin{"))
            depth++;
        if (!slice_starts(text, "\\end{") || --depth > 0)
            continue;
        brace = slice_find_byte(text, '}');
        return brace == SLICE_NONE ? SLICE_NONE : at + brace;
    }
    pass->no_environment = end;
    return SLICE_NONE;
}

static bool
on_environment(struct spans_pass *pass)
{
    struct shield shield = { .kind = SHIELD_DISPLAY };
    size_t end;

    if (!slice_starts(spans_rest(pass), "\\begin{") || spans_text_before(pass).length > 0)
        return false;
    end = environment_end(pass);
    if (end == SLICE_NONE)
        return false;
    shield.source = shield.shown = slice_range(pass->text, pass->at, end);
    shields_put(pass->shields, &shield, &pass->out->text);
    spans_skip_to(pass, end);
    return true;
}

bool
spans_math_backslash(struct spans_pass *pass)
{
    struct slice text = spans_rest(pass);

    return on_environment(pass) || (slice_starts(text, "\\\\(") && between(pass, 3, "\\\\)", &pass->no_parenthesis)) ||
           (slice_starts(text, "\\\\[") && between(pass, 3, "\\\\]", &pass->no_bracket));
}
