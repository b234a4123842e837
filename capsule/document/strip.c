/* strip.c - one pass over the source that removes comments and Liquid; most of a page it only copies. */
#include "document/strip.h"

#include <string.h>

#include "document/liquid_mark.h"

/* Bytes of an extension mark: without a bound a flood of open ones costs the square of its length. */
#define EXTENSION_MAX 256

static bool
is_normal(struct slice text)
{
    static const char odd[] = { '\r', '\0', SHIELD_OPEN, SHIELD_CLOSE };

    for (size_t i = 0; i < sizeof odd; i++)
        if (slice_find_byte(text, odd[i]) != SLICE_NONE)
            return false;
    return true;
}

/* LF for CRLF and CR; without a byte-order mark, NUL and the bytes of shields. */
static void
normalise(struct slice text, struct buffer *out)
{
    if (slice_starts(text, "\xef\xbb\xbf"))
        text = slice_from(text, 3);
    if (is_normal(text)) {
        buffer_add(out, text);
        return;
    }
    buffer_reserve(out, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];

        if (byte == '\r') {
            if (i + 1 < text.length && text.bytes[i + 1] == '\n')
                continue;
            byte = '\n';
        }
        if (byte != '\0' && byte != SHIELD_OPEN && byte != SHIELD_CLOSE)
            buffer_add_byte(out, byte);
    }
}

static bool
has_blank_line(struct slice text)
{
    struct slice line;

    slice_take_line(&text, &line);
    while (slice_take_line(&text, &line))
        if (slice_is_blank(line) && text.length > 0)
            return true;
    return false;
}

static void
on_comment(struct strip_pass *pass)
{
    size_t start = pass->at, end;

    if (slice_starts(strip_rest(pass), "<!-->") || slice_starts(strip_rest(pass), "<!--->")) {
        strip_skip_to(pass, start + (slice_starts(strip_rest(pass), "<!-->") ? 5 : 6));
        return;
    }
    end = strip_find_end(pass, start + 4, "-->", &pass->no_comment_end);
    if (end == SLICE_NONE) {
        strip_add(pass, slice_of(pass->kind == STRIP_SOURCE ? "<!--" : "&lt;!--"));
        pass->at += 4;
        return;
    }
    strip_skip_to(pass, end);
    if (has_blank_line(slice_range(pass->text, start, end)) && !slice_is_blank(lined_open(pass->out))) {
        strip_end_line(pass); /* what stood around it were two paragraphs */
        lined_add(pass->out, slice_of(""), pass->line);
    }
    pass->comment_gone = true;
}

/* The length of kramdown's extension mark at the head of TEXT (`{::comment}`, `{:/}`); 0 if it is none. */
static size_t
extension_mark(struct slice text, struct slice *name)
{
    static const char *const names[] = { "comment", "nomarkdown", "options", NULL };
    bool closes = slice_starts(text, "{:/");
    size_t end;

    if (!closes && !slice_starts(text, "{::"))
        return 0;
    end = slice_find_any(slice_range(text, 0, EXTENSION_MAX), "}\n");
    if (end == SLICE_NONE || text.bytes[end] != '}')
        return 0;
    *name = slice_range(text, 3, end);
    *name = slice_range(*name, 0, slice_find_any(*name, " \t/"));
    return slice_is_one_of(*name, names) || (closes && name->length == 0) ? end + 1 : 0;
}

/* A comment goes with all it holds; of the other extensions, and of a comment without an end, only the mark goes. */
static void
on_extension(struct strip_pass *pass, size_t length, bool is_comment)
{
    size_t end = pass->at + length, close = SLICE_NONE;
    struct slice name;

    if (is_comment)
        close = strip_find_end(pass, end, "{:/", &pass->no_extension_end);
    if (close != SLICE_NONE)
        end = close - 3 + extension_mark(slice_from(pass->text, close - 3), &name);
    if (end < close && close != SLICE_NONE) /* `{:/other}`: not a mark, but the end of what is hidden all the same */
        end = close;
    pass->comment_gone = true;
    strip_skip_to(pass, end);
}

static void
on_mark(struct strip_pass *pass)
{
    struct slice text = strip_rest(pass), name = { NULL, 0 };
    size_t length = pass->kind == STRIP_MARKDOWN ? extension_mark(text, &name) : 0;

    if (slice_starts(text, "<!--"))
        on_comment(pass);
    else if (length > 0)
        on_extension(pass, length, slice_starts(text, "{::") && slice_is(name, "comment"));
    else if (slice_starts(text, "{%"))
        liquid_mark_tag(pass);
    else if (slice_starts(text, "{{"))
        liquid_mark_output(pass);
    else if (text.bytes[0] == '`' && pass->kind == STRIP_MARKDOWN)
        strip_copy_to(pass, code_span_end(&pass->spans, pass->text, pass->at));
    else
        strip_copy_to(pass, pass->at + (text.bytes[0] == '\\' && text.length > 1 && text.bytes[1] != '\n' ? 2 : 1));
}

static const bool stops[256] = { ['<'] = true, ['{'] = true, ['`'] = true, ['\\'] = true, ['\n'] = true };

/* Where from AT on the next `{{`, `{%` or `{:` stands; the end without one. */
static size_t
find_brace(struct slice text, size_t at)
{
    for (size_t found; (found = slice_find_byte(slice_from(text, at), '{')) != SLICE_NONE; at += found + 1) {
        char next = at + found + 1 < text.length ? text.bytes[at + found + 1] : '\0';

        if (next == '{' || next == '%' || next == ':')
            return at + found;
    }
    return text.length;
}

/* The same for `!--`, since `!` is rarer than `<`. */
static size_t
find_comment(struct slice text, size_t at)
{
    size_t found = slice_find(slice_from(text, at), "!--");

    return found == SLICE_NONE ? text.length : at + found;
}

/* AT is the start of a line in a paragraph of text alone, as most are. */
static bool
is_quiet(struct strip_pass *pass)
{
    if (pass->at < pass->paragraph_end)
        return pass->quiet;
    if (pass->at > pass->brace)
        pass->brace = find_brace(pass->text, pass->at);
    if (pass->at > pass->comment)
        pass->comment = find_comment(pass->text, pass->at);
    pass->paragraph_end = code_paragraph_end(pass->text, pass->at);
    pass->quiet = pass->brace >= pass->paragraph_end && pass->comment >= pass->paragraph_end &&
                  slice_find_byte(slice_range(pass->text, pass->at, pass->paragraph_end), '`') == SLICE_NONE;
    return pass->quiet;
}

static void
pass_line_start(struct strip_pass *pass)
{
    size_t end;

    if (pass->kind == STRIP_MARKDOWN)
        strip_copy_to(pass, code_fence_end(pass->text, pass->at));
    if (pass->at == pass->text.length || !is_quiet(pass))
        return;
    end = slice_find_byte(strip_rest(pass), '\n');
    strip_copy_to(pass, end == SLICE_NONE ? pass->text.length : pass->at + end + 1);
}

static void
pass_text(struct strip_pass *pass)
{
    while (pass->at < pass->text.length) {
        size_t next, before = pass->at;

        if (pass->at == 0 || pass->text.bytes[pass->at - 1] == '\n')
            pass_line_start(pass);
        if (pass->at > before)
            continue;
        next = slice_find_stop(strip_rest(pass), stops);
        strip_copy_to(pass, next == SLICE_NONE ? pass->text.length : pass->at + next);
        if (pass->at < pass->text.length)
            on_mark(pass);
    }
    if (lined_open(pass->out).length > 0)
        strip_end_line(pass);
}

void
strip(struct slice text, unsigned first_line, enum strip_kind kind, const struct document *document, struct lined *out)
{
    struct buffer clean = { 0 };
    struct strip_pass pass = {
        .line = first_line, .current_line = first_line, .kind = kind, .document = document, .out = out
    };

    normalise(text, &clean);
    pass.text = buffer_slice(&clean);
    pass.brace = find_brace(pass.text, 0);
    pass.comment = find_comment(pass.text, 0);
    if (pass.brace == pass.text.length && pass.comment == pass.text.length && out->text.length == 0) {
        buffer_clear(&out->text);
        out->text = clean;
        lined_end_all(out, first_line);
        return;
    }
    buffer_reserve(&out->text, pass.text.length + 1);
    pass_text(&pass);
    buffer_clear(&clean);
}
