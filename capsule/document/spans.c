/* spans.c - what kramdown reads inside a line, and the Markdown parser does not. */
#include "document/spans.h"

#include <string.h>

#include "document/code.h"
#include "document/math.h"
#include "document/strong.h"

struct pass {
    struct slice text;
    size_t at;
    const struct lined *in;
    size_t index; /* of the line at AT */
    struct lined *out;
    size_t blank_head; /* so much of the line at hand is known to be blanks and quote marks */
    struct notes *notes;
    struct shields *shields;
    struct code_spans spans;
    size_t paragraph_end;
    size_t loud_end;     /* up to here the lines hold something of interest */
    size_t strong_until; /* a `**` is open, if it has not been closed, as far as here */
    /* Up to here no such end mark comes: looked for once, not once per start. */
    size_t no_dollars, no_parenthesis, no_bracket, no_environment, no_tag;
};

static struct slice
rest(const struct pass *pass)
{
    return slice_from(pass->text, pass->at);
}

static void
end_line(struct pass *pass)
{
    lined_end(pass->out, lined_number(pass->in, pass->index));
    pass->blank_head = 0;
}

/* What stands in the line so far, behind blanks and quote marks, which are passed but once. */
static struct slice
text_before(struct pass *pass)
{
    struct slice line = lined_open(pass->out);

    while (pass->blank_head < line.length && strchr(" \t>", line.bytes[pass->blank_head]) != NULL &&
           line.bytes[pass->blank_head] != '\0')
        pass->blank_head++;
    return slice_from(line, pass->blank_head);
}

static void
copy_to(struct pass *pass, size_t end)
{
    while (pass->at < end) {
        struct slice piece = slice_range(pass->text, pass->at, end);
        size_t length = slice_find_byte(piece, '\n');

        buffer_add(&pass->out->text, slice_range(piece, 0, length == SLICE_NONE ? piece.length : length));
        if (length == SLICE_NONE) {
            pass->at = end;
            return;
        }
        end_line(pass);
        pass->index++;
        pass->at += length + 1;
    }
}

static void
skip_to(struct pass *pass, size_t end)
{
    for (; pass->at < end; pass->at++)
        if (pass->text.bytes[pass->at] == '\n')
            pass->index++;
}

static size_t
paragraph_end(struct pass *pass)
{
    if (pass->at >= pass->paragraph_end)
        pass->paragraph_end = code_paragraph_end(pass->text, pass->at);
    return pass->paragraph_end;
}

/* Where MARK begins next in the paragraph, behind FROM; SLICE_NONE is remembered in *NONE. */
static size_t
find_in_paragraph(struct pass *pass, size_t from, const char *mark, size_t *none)
{
    size_t end = paragraph_end(pass), found;

    if (from < *none)
        return SLICE_NONE;
    found = slice_find(slice_range(pass->text, from, end), mark);
    if (found == SLICE_NONE)
        *none = end;
    return found == SLICE_NONE ? SLICE_NONE : from + found;
}

/* Links and code in it say that the dollars around are money. */
static bool
is_no_math(struct slice inner)
{
    return slice_is_blank(inner) || slice_find(inner, "](") != SLICE_NONE || slice_find(inner, "<a ") != SLICE_NONE ||
           slice_find_byte(inner, '`') != SLICE_NONE;
}

static bool
is_alone(struct pass *pass, size_t end)
{
    while (end < pass->text.length && (pass->text.bytes[end] == ' ' || pass->text.bytes[end] == '\t'))
        end++;
    return text_before(pass).length == 0 && (end == pass->text.length || pass->text.bytes[end] == '\n');
}

static void
put_math(struct pass *pass, struct slice inner, size_t end, bool may_be_display)
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
    skip_to(pass, end);
}

/* Math between a mark at AT that is OPEN bytes long and the next CLOSE. False: it is none. */
static bool
between(struct pass *pass, size_t open, const char *close, size_t *none)
{
    size_t start = pass->at + open, end = find_in_paragraph(pass, start, close, none);

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
closing_dollar(struct pass *pass)
{
    size_t at = pass->at + 1, found, end = paragraph_end(pass);
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
over_blank_lines(struct pass *pass)
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
may_open(const struct pass *pass, struct slice text)
{
    if (text.length < 2 || byte_is_space(text.bytes[1]))
        return false;
    return pass->at == 0 || !byte_is_letter(text.bytes[1]) || !byte_is_letter(pass->text.bytes[pass->at - 1]);
}

static void
on_dollar(struct pass *pass)
{
    struct slice text = rest(pass);
    size_t end;

    if (slice_starts(text, "$$")) {
        if (!between(pass, 2, "$$", &pass->no_dollars) && !over_blank_lines(pass))
            copy_to(pass, pass->at + 2);
        return;
    }
    end = may_open(pass, text) ? closing_dollar(pass) : SLICE_NONE;
    if (end == SLICE_NONE || is_no_math(slice_range(pass->text, pass->at + 1, end)))
        copy_to(pass, pass->at + 1);
    else
        put_math(pass, slice_range(pass->text, pass->at + 1, end), end + 1, false);
}

/* `\begin{x}` up to its `\end{...}`, nested ones counted; SLICE_NONE if it does not end in this paragraph. */
static size_t
environment_end(struct pass *pass)
{
    size_t end = paragraph_end(pass), depth = 0;

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
on_environment(struct pass *pass)
{
    struct shield shield = { .kind = SHIELD_DISPLAY };
    size_t end;

    if (!slice_starts(rest(pass), "\\begin{") || text_before(pass).length > 0)
        return false;
    end = environment_end(pass);
    if (end == SLICE_NONE)
        return false;
    shield.source = shield.shown = slice_range(pass->text, pass->at, end);
    shields_put(pass->shields, &shield, &pass->out->text);
    skip_to(pass, end);
    return true;
}

/* `\\` at the end of a line is kramdown's break; at the end of a paragraph it breaks nothing. */
static bool
on_line_end(struct pass *pass)
{
    struct slice after = slice_from(pass->text, pass->at + 2);
    size_t end = slice_find_none(after, " \t");

    if (!slice_starts(rest(pass), "\\\\") || (end != SLICE_NONE && after.bytes[end] != '\n'))
        return false;
    if (pass->at + 2 < paragraph_end(pass) && end != SLICE_NONE)
        buffer_add_byte(&pass->out->text, '\\');
    skip_to(pass, pass->at + 2 + (end == SLICE_NONE ? after.length : end));
    return true;
}

/* What loses its meaning by a backslash, and would have one again when the parser has taken the backslash away. */
static bool
put_escaped(struct pass *pass, const char *source, const char *shown)
{
    struct shield shield = { .kind = SHIELD_TEXT, .source = slice_of(source), .shown = slice_of(shown) };

    if (!slice_starts(rest(pass), source))
        return false;
    shields_put(pass->shields, &shield, &pass->out->text);
    skip_to(pass, pass->at + shield.source.length);
    return true;
}

static void
on_backslash(struct pass *pass)
{
    struct slice text = rest(pass);

    if (on_line_end(pass) || on_environment(pass))
        return;
    if (slice_starts(text, "\\\\(") && between(pass, 3, "\\\\)", &pass->no_parenthesis))
        return;
    if (slice_starts(text, "\\\\[") && between(pass, 3, "\\\\]", &pass->no_bracket))
        return;
    if (put_escaped(pass, "\\|", "|") || put_escaped(pass, "\\*\\*", "**"))
        return;
    copy_to(pass, pass->at + (text.length > 1 && text.bytes[1] != '\n' ? 2 : 1));
}

#define LONGEST_TARGET 2048 /* bytes; it bounds what is looked at per link */

/* The place of the `)` that closes the target at FROM, on the same line; SLICE_NONE without one, or before another. */
static size_t
target_end(struct slice text, size_t from)
{
    size_t depth = 0;

    for (size_t i = from; i < text.length && i < from + LONGEST_TARGET && text.bytes[i] != '\n'; i++) {
        if (text.bytes[i] == '\\')
            i += i + 1 < text.length && text.bytes[i + 1] != '\n';
        else if (text.bytes[i] == '(' && i > from && text.bytes[i - 1] == ']')
            break;
        else if (text.bytes[i] == '(')
            depth++;
        else if (text.bytes[i] == ')' && depth-- == 0)
            return i;
    }
    return SLICE_NONE;
}

/* The length of the target in `target "title"`. */
static size_t
target_length(struct slice inner)
{
    char quote = inner.length > 0 ? inner.bytes[inner.length - 1] : '\0';
    size_t open;

    if (quote != '"' && quote != '\'')
        return inner.length;
    for (open = 1; open + 1 < inner.length; open++)
        if (inner.bytes[open] == quote && byte_is_space(inner.bytes[open - 1]))
            return open;
    return inner.length;
}

/* `](a b)` is a link to kramdown; the parser wants `](<a b>)`. Nothing in a target is math. */
static void
on_target(struct pass *pass)
{
    size_t end = target_end(pass->text, pass->at + 2);
    struct slice inner, target, title;

    if (end == SLICE_NONE) {
        copy_to(pass, pass->at + 2);
        return;
    }
    inner = slice_range(pass->text, pass->at + 2, end);
    if (slice_find_byte(inner, ' ') == SLICE_NONE && slice_find_byte(inner, '\t') == SLICE_NONE) {
        copy_to(pass, end + 1);
        return;
    }
    inner = slice_trim(inner);
    title = slice_from(inner, target_length(inner));
    target = slice_trim_right(slice_range(inner, 0, inner.length - title.length));
    if (slice_find_any(target, " \t") == SLICE_NONE || slice_find_any(target, "<>") != SLICE_NONE) {
        copy_to(pass, end + 1);
        return;
    }
    buffer_format(&pass->out->text, "](<%.*s>%s%.*s)", (int)target.length, target.bytes, title.length > 0 ? " " : "",
                  (int)title.length, title.bytes);
    skip_to(pass, end + 1);
}

static void
on_close_bracket(struct pass *pass)
{
    if (slice_starts(rest(pass), "]("))
        on_target(pass);
    else
        copy_to(pass, pass->at + 1);
}

static bool
is_list_marker(struct slice text)
{
    text = slice_trim(text);
    return slice_is(text, "-") || slice_is(text, "*") || slice_is(text, "+") ||
           (text.length > 1 && slice_ends(text, ".") && slice_find_none(text, "0123456789") == text.length - 1);
}

#define LONGEST_ATTRIBUTES 256 /* bytes; it bounds what is looked at per brace */

/* An attribute list stands directly behind what it is about, or behind an item's marker. */
static void
on_brace(struct pass *pass)
{
    struct slice text = rest(pass), before = text_before(pass);
    size_t end = SLICE_NONE;

    if (slice_starts(text, "{:"))
        end = slice_find_any(slice_range(text, 0, LONGEST_ATTRIBUTES), "}\n");
    if (end != SLICE_NONE && text.bytes[end] == '}' && before.length > 0 &&
        (strchr(")]`*_>", before.bytes[before.length - 1]) != NULL || is_list_marker(before)))
        skip_to(pass, pass->at + end + 1);
    else
        copy_to(pass, pass->at + 1);
}

#define LONGEST_ID 200

static void
on_open_bracket(struct pass *pass)
{
    struct slice text = slice_range(rest(pass), 0, LONGEST_ID);
    size_t end = slice_starts(text, "[^") ? slice_find_any(slice_from(text, 1), "[]\n") : SLICE_NONE;
    unsigned number = 0;

    if (end != SLICE_NONE && text.bytes[end + 1] == ']')
        number = notes_number(pass->notes, slice_range(text, 2, end + 1));
    if (number == 0) {
        copy_to(pass, pass->at + 1);
        return;
    }
    shields_put(pass->shields, &(struct shield){ SHIELD_NOTE, slice_range(text, 0, end + 2), slice_of(NULL), number },
                &pass->out->text);
    skip_to(pass, pass->at + end + 2);
}

/* Tags and autolinks stay as they are. */
static void
on_tag(struct pass *pass)
{
    struct slice text = rest(pass);
    size_t end = SLICE_NONE;

    if (text.length > 1 && (byte_is_letter(text.bytes[1]) || text.bytes[1] == '/'))
        end = find_in_paragraph(pass, pass->at, ">", &pass->no_tag);
    copy_to(pass, end == SLICE_NONE ? pass->at + 1 : end + 1);
}

static void
on_backtick(struct pass *pass)
{
    copy_to(pass, code_span_end(&pass->spans, pass->text, pass->at));
}

static void
put_word(struct pass *pass)
{
    shields_put(pass->shields, &(struct shield){ .kind = SHIELD_TEXT }, &pass->out->text);
}

static void
on_star(struct pass *pass)
{
    size_t length = slice_find_none(rest(pass), "*"), end = paragraph_end(pass);
    bool open = pass->at < pass->strong_until;
    enum strong_need need;

    if (length != 2) {
        copy_to(pass, length == SLICE_NONE ? pass->text.length : pass->at + length);
        return;
    }
    need = strong_need(pass->text, pass->at, &open);
    pass->strong_until = open ? end : 0;
    if (need == STRONG_WORD_BEFORE)
        put_word(pass);
    copy_to(pass, pass->at + 2);
    if (need == STRONG_WORD_BEHIND)
        put_word(pass);
}

/* A line that begins with the mark of an item, a quote or a heading is a paragraph of its own. */
static void
on_line_feed(struct pass *pass)
{
    size_t next = slice_find_none(slice_from(rest(pass), 1), " \t");

    if (next != SLICE_NONE && strchr("-*+>#|0123456789", rest(pass).bytes[next + 1]) != NULL &&
        !slice_starts(slice_from(rest(pass), next + 1), "**"))
        pass->strong_until = 0;
    copy_to(pass, pass->at + 1);
}

static void (*const marks[256])(struct pass *pass) = {
    ['`'] = on_backtick,     ['$'] = on_dollar, ['\\'] = on_backslash, [']'] = on_close_bracket, ['{'] = on_brace,
    ['['] = on_open_bracket, ['<'] = on_tag,    ['\n'] = on_line_feed, ['*'] = on_star,
};

static size_t
next_mark(const struct pass *pass)
{
    size_t at = pass->at;

    while (at < pass->text.length && marks[(unsigned char)pass->text.bytes[at]] == NULL)
        at++;
    return at;
}

/* A target with a blank or a bracket in it, which on_target looks at. A tab has been looked for. */
static bool
has_odd_target(struct slice text)
{
    for (size_t at; (at = slice_find(text, "](")) != SLICE_NONE;) {
        struct slice target;

        text = slice_from(text, at + 2);
        target = slice_range(text, 0, LONGEST_TARGET);
        target = slice_range(target, 0, slice_find_byte(target, ')'));
        if (slice_find_byte(target, ' ') != SLICE_NONE || slice_find_byte(target, '(') != SLICE_NONE)
            return true;
    }
    return false;
}

/* Nothing of what kramdown reads in its own way is in TEXT, whole lines of one paragraph; no fence either. */
static bool
is_quiet(const struct pass *pass, struct slice text)
{
    static const char signs[] = { '$', '\\', '`', '{', '~', '\t' };

    for (size_t i = 0; i < sizeof signs; i++)
        if (slice_find_byte(text, signs[i]) != SLICE_NONE)
            return false;
    return (notes_are_none(pass->notes) || slice_find(text, "[^") == SLICE_NONE) && !has_odd_target(text) &&
           !strong_may_need(text);
}

/* Behind the paragraph at INDEX, with the blank lines before it. */
static size_t
next_paragraph(const struct lined *in, size_t index)
{
    while (index < in->count && slice_is_blank(lined_line(in, index)))
        index++;
    while (index < in->count && !slice_is_blank(lined_line(in, index)))
        index++;
    return index;
}

static void
copy_lines(struct pass *pass, size_t next)
{
    lined_add_all(pass->out, pass->in, pass->index, next - pass->index);
    pass->index = next;
    pass->at = lined_start(pass->in, next);
}

/* At the start of a line: copies a fence, or a paragraph that needs no look at its bytes. */
static void
on_line_start(struct pass *pass)
{
    size_t next;

    copy_to(pass, code_fence_end(pass->text, pass->at));
    if (pass->at < pass->loud_end || pass->at == pass->text.length)
        return;
    next = next_paragraph(pass->in, pass->index);
    pass->loud_end = lined_start(pass->in, next);
    if (is_quiet(pass, slice_range(pass->text, pass->at, pass->loud_end)))
        copy_lines(pass, next);
}

void
spans_prepare(const struct lined *in, struct notes *notes, struct shields *shields, struct lined *out)
{
    struct pass pass = { .text = buffer_slice(&in->text), .in = in, .out = out, .notes = notes, .shields = shields };

    buffer_reserve(&out->text, in->text.length + 1);
    while (pass.at < pass.text.length) {
        size_t before = pass.at;

        if (pass.at == 0 || pass.text.bytes[pass.at - 1] == '\n')
            on_line_start(&pass);
        if (pass.at > before)
            continue;
        copy_to(&pass, next_mark(&pass));
        if (pass.at < pass.text.length)
            marks[(unsigned char)pass.text.bytes[pass.at]](&pass);
    }
    if (lined_open(out).length > 0)
        end_line(&pass);
}
