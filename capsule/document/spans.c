/* spans.c - what kramdown reads inside a line, and the Markdown parser does not. */
#include "document/spans.h"

#include <string.h>

#include "document/code.h"
#include "document/spans_math.h"
#include "document/strong.h"

/* `\\` at the end of a line is kramdown's break; at the end of a paragraph it breaks nothing. */
static bool
on_line_end(struct spans_pass *pass)
{
    struct slice after = slice_from(pass->text, pass->at + 2);
    size_t end = slice_find_none(after, " \t");

    if (!slice_starts(spans_rest(pass), "\\\\") || (end != SLICE_NONE && after.bytes[end] != '\n'))
        return false;
    if (pass->at + 2 < spans_paragraph_end(pass) && end != SLICE_NONE)
        buffer_add_byte(&pass->out->text, '\\');
    spans_skip_to(pass, pass->at + 2 + (end == SLICE_NONE ? after.length : end));
    return true;
}

/* What loses its meaning by a backslash, and would have one again when the parser has taken the backslash away. */
static bool
put_escaped(struct spans_pass *pass, const char *source, const char *shown)
{
    struct shield shield = { .kind = SHIELD_TEXT, .source = slice_of(source), .shown = slice_of(shown) };

    if (!slice_starts(spans_rest(pass), source))
        return false;
    shields_put(pass->shields, &shield, &pass->out->text);
    spans_skip_to(pass, pass->at + shield.source.length);
    return true;
}

static void
on_backslash(struct spans_pass *pass)
{
    struct slice text = spans_rest(pass);

    if (on_line_end(pass) || spans_math_backslash(pass))
        return;
    if (put_escaped(pass, "\\|", "|") || put_escaped(pass, "\\*\\*", "**"))
        return;
    spans_copy_to(pass, pass->at + (text.length > 1 && text.bytes[1] != '\n' ? 2 : 1));
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
on_target(struct spans_pass *pass)
{
    size_t end = target_end(pass->text, pass->at + 2);
    struct slice inner, target, title;

    if (end == SLICE_NONE) {
        spans_copy_to(pass, pass->at + 2);
        return;
    }
    inner = slice_range(pass->text, pass->at + 2, end);
    if (slice_find_byte(inner, ' ') == SLICE_NONE && slice_find_byte(inner, '\t') == SLICE_NONE) {
        spans_copy_to(pass, end + 1);
        return;
    }
    inner = slice_trim(inner);
    title = slice_from(inner, target_length(inner));
    target = slice_trim_right(slice_range(inner, 0, inner.length - title.length));
    if (slice_find_any(target, " \t") == SLICE_NONE || slice_find_any(target, "<>") != SLICE_NONE) {
        spans_copy_to(pass, end + 1);
        return;
    }
    buffer_format(&pass->out->text, "](<%.*s>%s%.*s)", (int)target.length, target.bytes, title.length > 0 ? " " : "",
                  (int)title.length, title.bytes);
    spans_skip_to(pass, end + 1);
}

static void
on_close_bracket(struct spans_pass *pass)
{
    if (slice_starts(spans_rest(pass), "]("))
        on_target(pass);
    else
        spans_copy_to(pass, pass->at + 1);
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
on_brace(struct spans_pass *pass)
{
    struct slice text = spans_rest(pass), before = spans_text_before(pass);
    size_t end = SLICE_NONE;

    if (slice_starts(text, "{:"))
        end = slice_find_any(slice_range(text, 0, LONGEST_ATTRIBUTES), "}\n");
    if (end != SLICE_NONE && text.bytes[end] == '}' && before.length > 0 &&
        (strchr(")]`*_>", before.bytes[before.length - 1]) != NULL || is_list_marker(before)))
        spans_skip_to(pass, pass->at + end + 1);
    else
        spans_copy_to(pass, pass->at + 1);
}

#define LONGEST_ID 200

static void
on_open_bracket(struct spans_pass *pass)
{
    struct slice text = slice_range(spans_rest(pass), 0, LONGEST_ID);
    size_t end = slice_starts(text, "[^") ? slice_find_any(slice_from(text, 1), "[]\n") : SLICE_NONE;
    unsigned number = 0;

    if (end != SLICE_NONE && text.bytes[end + 1] == ']')
        number = notes_number(pass->notes, slice_range(text, 2, end + 1));
    if (number == 0) {
        spans_copy_to(pass, pass->at + 1);
        return;
    }
    shields_put(pass->shields, &(struct shield){ SHIELD_NOTE, slice_range(text, 0, end + 2), slice_of(NULL), number },
                &pass->out->text);
    spans_skip_to(pass, pass->at + end + 2);
}

/* Tags and autolinks stay as they are. */
static void
on_tag(struct spans_pass *pass)
{
    struct slice text = spans_rest(pass);
    size_t end = SLICE_NONE;

    if (text.length > 1 && (byte_is_letter(text.bytes[1]) || text.bytes[1] == '/'))
        end = spans_find(pass, pass->at, ">", &pass->no_tag);
    spans_copy_to(pass, end == SLICE_NONE ? pass->at + 1 : end + 1);
}

static void
on_backtick(struct spans_pass *pass)
{
    spans_copy_to(pass, code_span_end(&pass->spans, pass->text, pass->at));
}

static void
put_word(struct spans_pass *pass)
{
    shields_put(pass->shields, &(struct shield){ .kind = SHIELD_TEXT }, &pass->out->text);
}

static void
on_star(struct spans_pass *pass)
{
    size_t length = slice_find_none(spans_rest(pass), "*"), end = spans_paragraph_end(pass);
    bool open = pass->at < pass->strong_until;
    enum strong_need need;

    if (length != 2) {
        spans_copy_to(pass, length == SLICE_NONE ? pass->text.length : pass->at + length);
        return;
    }
    need = strong_need(pass->text, pass->at, &open);
    pass->strong_until = open ? end : 0;
    if (need == STRONG_WORD_BEFORE)
        put_word(pass);
    spans_copy_to(pass, pass->at + 2);
    if (need == STRONG_WORD_BEHIND)
        put_word(pass);
}

/* A line that begins with the mark of an item, a quote or a heading is a paragraph of its own. */
static void
on_line_feed(struct spans_pass *pass)
{
    size_t next = slice_find_none(slice_from(spans_rest(pass), 1), " \t");

    if (next != SLICE_NONE && strchr("-*+>#|0123456789", spans_rest(pass).bytes[next + 1]) != NULL &&
        !slice_starts(slice_from(spans_rest(pass), next + 1), "**"))
        pass->strong_until = 0;
    spans_copy_to(pass, pass->at + 1);
}

static void (*const marks[256])(struct spans_pass *pass) = {
    ['`'] = on_backtick,      ['$'] = spans_math_dollar, ['\\'] = on_backslash,
    [']'] = on_close_bracket, ['{'] = on_brace,          ['['] = on_open_bracket,
    ['<'] = on_tag,           ['\n'] = on_line_feed,     ['*'] = on_star,
};

static size_t
next_mark(const struct spans_pass *pass)
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
is_quiet(const struct spans_pass *pass, struct slice text)
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
copy_lines(struct spans_pass *pass, size_t next)
{
    lined_add_all(pass->out, pass->in, pass->index, next - pass->index);
    pass->index = next;
    pass->at = lined_start(pass->in, next);
}

/* At the start of a line: copies a fence, or a paragraph that needs no look at its bytes. */
static void
on_line_start(struct spans_pass *pass)
{
    size_t next;

    spans_copy_to(pass, code_fence_end(pass->text, pass->at));
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
    struct spans_pass pass = {
        .text = buffer_slice(&in->text), .in = in, .out = out, .notes = notes, .shields = shields
    };

    buffer_reserve(&out->text, in->text.length + 1);
    while (pass.at < pass.text.length) {
        size_t before = pass.at;

        if (pass.at == 0 || pass.text.bytes[pass.at - 1] == '\n')
            on_line_start(&pass);
        if (pass.at > before)
            continue;
        spans_copy_to(&pass, next_mark(&pass));
        if (pass.at < pass.text.length)
            marks[(unsigned char)pass.text.bytes[pass.at]](&pass);
    }
    if (lined_open(out).length > 0)
        spans_end_line(&pass);
}
