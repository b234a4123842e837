/* strip.c - one pass over the source that removes comments and Liquid. */
#include "document/strip.h"

#include <string.h>

#include "document/code.h"
#include "document/report.h"

#define BLOCK_TAGS 5

/* Bytes of an extension mark: without a bound a flood of open ones costs the square of its length. */
#define EXTENSION_MAX 256

struct pass {
    struct slice text; /* line ends are LF */
    size_t at;
    unsigned line; /* of AT */
    enum strip_kind kind;
    const struct document *document;
    struct lined *out;
    unsigned current_line; /* the number of the line that is being put together */
    bool comment_gone;     /* ... has lost a comment */
    struct code_spans spans;
    size_t brace, comment; /* the next of what may be more than text, unless AT is behind it; the end without one */
    size_t paragraph_end;
    bool quiet; /* the paragraph holds neither, and no code */
    bool no_block_end[BLOCK_TAGS];
    /* None is left in the text: looked for once, not once per start. */
    bool no_comment_end, no_tag_end, no_output_end, no_extension_end;
};

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

static void
end_line(struct pass *pass)
{
    if (pass->comment_gone && slice_is_blank(lined_open(pass->out)))
        buffer_truncate(&pass->out->text, pass->out->end);
    else
        lined_end(pass->out, pass->current_line);
    pass->comment_gone = false;
}

static struct slice
rest(const struct pass *pass)
{
    return slice_from(pass->text, pass->at);
}

/* Moves on without a trace. */
static void
skip_to(struct pass *pass, size_t end)
{
    for (; pass->at < end; pass->at++)
        if (pass->text.bytes[pass->at] == '\n')
            pass->line++;
}

static void
add(struct pass *pass, struct slice text)
{
    if (lined_open(pass->out).length == 0)
        pass->current_line = pass->line;
    buffer_add(&pass->out->text, text);
}

static void
copy_to(struct pass *pass, size_t end)
{
    while (pass->at < end) {
        struct slice piece = slice_range(pass->text, pass->at, end);
        size_t length = slice_find_byte(piece, '\n');

        add(pass, slice_range(piece, 0, length));
        if (length == SLICE_NONE) {
            pass->at = end;
            return;
        }
        end_line(pass);
        pass->at += length + 1;
        pass->line++;
    }
}

/* Where MARK ends next behind FROM, or SLICE_NONE; *NONE_LEFT remembers the latter. */
static size_t
find_end(const struct pass *pass, size_t from, const char *mark, bool *none_left)
{
    size_t found = *none_left ? SLICE_NONE : slice_find(slice_from(pass->text, from), mark);

    *none_left = found == SLICE_NONE;
    return found == SLICE_NONE ? SLICE_NONE : from + found + strlen(mark);
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
on_comment(struct pass *pass)
{
    size_t start = pass->at, end;

    if (slice_starts(rest(pass), "<!-->") || slice_starts(rest(pass), "<!--->")) {
        skip_to(pass, start + (slice_starts(rest(pass), "<!-->") ? 5 : 6));
        return;
    }
    end = find_end(pass, start + 4, "-->", &pass->no_comment_end);
    if (end == SLICE_NONE) {
        add(pass, slice_of(pass->kind == STRIP_SOURCE ? "<!--" : "&lt;!--"));
        pass->at += 4;
        return;
    }
    skip_to(pass, end);
    if (has_blank_line(slice_range(pass->text, start, end)) && !slice_is_blank(lined_open(pass->out))) {
        end_line(pass); /* what stood around it were two paragraphs */
        lined_add(pass->out, slice_of(""), pass->line);
    }
    pass->comment_gone = true;
}

/* Takes a quoted string off the head of *TEXT. */
static bool
take_literal(struct slice *text, struct slice *literal)
{
    size_t end;

    if (!slice_starts(*text, "\"") && !slice_starts(*text, "'"))
        return false;
    end = slice_find_byte(slice_from(*text, 1), text->bytes[0]);
    if (end == SLICE_NONE)
        return false;
    *literal = slice_range(*text, 1, end + 1);
    *text = slice_trim(slice_from(*text, end + 2));
    return true;
}

static bool
is_one_of(struct slice text, const char *const *names)
{
    for (; *names != NULL; names++)
        if (slice_is(text, *names))
            return true;
    return false;
}

/* What stands for the beginning of the site's own paths: nothing, since links are written as paths. */
static const char *const roots[] = { "site.url", "site.baseurl", "base_path", "site.url | append: site.baseurl", NULL };

static const char *const path_filters[] = { "",
                                            "| relative_url",
                                            "| absolute_url",
                                            "|relative_url",
                                            "|absolute_url",
                                            "| prepend: site.baseurl",
                                            "| prepend: base_path",
                                            "| prepend: site.baseurl | prepend: site.url",
                                            NULL };

#define COLUMNS_COUNTED 4096 /* it bounds what is looked at per finding */

/* Where on its line AT is, from 1; 0 far behind its start. */
static unsigned
column_of(const struct pass *pass)
{
    size_t first = pass->at > COLUMNS_COUNTED ? pass->at - COLUMNS_COUNTED : 0;
    struct slice before = slice_range(pass->text, first, pass->at);
    size_t end = slice_find_last_byte(before, '\n');

    if (end == SLICE_NONE)
        return first == 0 ? (unsigned)before.length + 1 : 0;
    return (unsigned)(before.length - end);
}

static void
report(const struct pass *pass, struct slice lost)
{
    if (pass->kind != STRIP_SOURCE)
        document_note_at(pass->document, "liquid", pass->line, column_of(pass), "Liquid is dropped: %.*s",
                         (int)(lost.length < 60 ? lost.length : 60), lost.bytes);
}

static void
on_output(struct pass *pass)
{
    size_t end = find_end(pass, pass->at + 2, "}}", &pass->no_output_end);
    struct slice inner, filters, literal;

    if (end == SLICE_NONE) {
        copy_to(pass, pass->at + 2);
        return;
    }
    inner = filters = slice_trim(slice_range(pass->text, pass->at + 2, end - 2));
    if (take_literal(&filters, &literal) && is_one_of(filters, path_filters)) {
        if (filters.length > 0 && !slice_starts(literal, "/") && slice_find(literal, "://") == SLICE_NONE)
            add(pass, slice_of("/"));
        add(pass, literal);
    } else if (!is_one_of(inner, roots)) {
        report(pass, slice_range(pass->text, pass->at, end));
    }
    skip_to(pass, end);
}

/* INNER, what stands in a tag, is NAME and nothing else. */
static bool
is_tag(struct slice inner, const char *name)
{
    while (inner.length > 0 && (inner.bytes[0] == '-' || byte_is_space(inner.bytes[0])))
        inner = slice_from(inner, 1);
    if (!slice_starts(inner, name))
        return false;
    for (size_t i = strlen(name); i < inner.length; i++)
        if (inner.bytes[i] != '-' && !byte_is_space(inner.bytes[i]))
            return false;
    return true;
}

/* Behind the tag `{% NAME %}`, from FROM on; *START is set to where it begins. */
static size_t
find_tag(struct slice text, size_t from, const char *name, size_t *start)
{
    size_t close = from;

    while (from < text.length) {
        size_t open = slice_find(slice_from(text, from), "{%"), next;

        if (open == SLICE_NONE)
            return SLICE_NONE;
        *start = from + open;
        if (close < *start + 2) { /* else the one that is known comes next here, too */
            next = slice_find(slice_from(text, *start + 2), "%}");
            if (next == SLICE_NONE)
                return SLICE_NONE;
            close = *start + 2 + next;
        }
        if (is_tag(slice_range(text, *start + 2, close), name))
            return close + 2;
        from = *start + 2;
    }
    return SLICE_NONE;
}

/* A fence around the code of `{% highlight LANGUAGE %}`, which ends at END. */
static void
add_fence(struct pass *pass, struct slice argument, size_t end)
{
    struct slice language;

    if (!slice_is_blank(lined_open(pass->out)))
        end_line(pass);
    slice_take_part(&argument, ' ', &language);
    add(pass, slice_of("~~~~~~~~ "));
    add(pass, language);
    end_line(pass);
    if (slice_starts(rest(pass), "\n"))
        skip_to(pass, pass->at + 1);
    copy_to(pass, end);
    if (lined_open(pass->out).length > 0)
        end_line(pass);
    add(pass, slice_of("~~~~~~~~"));
}

enum content { CONTENT_GONE, CONTENT_LOST, CONTENT_KEPT, CONTENT_CODE };

/* Tags that reach up to their end tag, and what becomes of what is between. */
static const struct {
    const char *name, *end;
    enum content content;
} blocks[BLOCK_TAGS] = {
    { "comment", "endcomment", CONTENT_GONE },     { "raw", "endraw", CONTENT_KEPT },
    { "highlight", "endhighlight", CONTENT_CODE }, { "for", "endfor", CONTENT_LOST },
    { "capture", "endcapture", CONTENT_GONE },
};

static bool
on_block_tag(struct pass *pass, struct slice name, struct slice argument, size_t end)
{
    size_t row = 0, start, after;

    while (row < BLOCK_TAGS && !slice_is(name, blocks[row].name))
        row++;
    if (row == BLOCK_TAGS || pass->no_block_end[row])
        return false;
    after = find_tag(pass->text, end, blocks[row].end, &start);
    pass->no_block_end[row] = after == SLICE_NONE;
    if (after == SLICE_NONE)
        return false;
    if (blocks[row].content == CONTENT_LOST)
        report(pass, slice_range(pass->text, pass->at, end));
    skip_to(pass, end);
    if (blocks[row].content == CONTENT_CODE && pass->kind == STRIP_MARKDOWN)
        add_fence(pass, argument, start);
    else if (blocks[row].content == CONTENT_KEPT || blocks[row].content == CONTENT_CODE)
        copy_to(pass, start);
    else
        pass->comment_gone = true;
    skip_to(pass, after);
    return true;
}

/* Tags that have nothing to show. */
static bool
is_silent(struct slice name, struct slice argument)
{
    static const char *const names[] = { "assign", "raw", "endraw", "comment", "endcomment", NULL };

    return is_one_of(name, names) || (slice_is(name, "include") && slice_is(argument, "base_path"));
}

static void
on_tag(struct pass *pass)
{
    size_t end = find_end(pass, pass->at + 2, "%}", &pass->no_tag_end), cut;
    struct slice inner, name;

    if (end == SLICE_NONE) {
        copy_to(pass, pass->at + 2);
        return;
    }
    inner = slice_range(pass->text, pass->at + 2, end - 2);
    if (slice_starts(inner, "-"))
        inner = slice_from(inner, 1);
    if (slice_ends(inner, "-"))
        inner = slice_range(inner, 0, inner.length - 1);
    inner = slice_trim(inner);
    cut = slice_find_any(inner, " \t\n");
    name = slice_range(inner, 0, cut == SLICE_NONE ? inner.length : cut);
    inner = slice_trim(slice_from(inner, name.length));
    if (on_block_tag(pass, name, inner, end))
        return;
    if (!is_silent(name, inner))
        report(pass, slice_range(pass->text, pass->at, end));
    skip_to(pass, end);
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
    return is_one_of(*name, names) || (closes && name->length == 0) ? end + 1 : 0;
}

/* A comment goes with all it holds; of the other extensions, and of a comment without an end, only the mark goes. */
static void
on_extension(struct pass *pass, size_t length, bool is_comment)
{
    size_t end = pass->at + length, close = SLICE_NONE;
    struct slice name;

    if (is_comment)
        close = find_end(pass, end, "{:/", &pass->no_extension_end);
    if (close != SLICE_NONE)
        end = close - 3 + extension_mark(slice_from(pass->text, close - 3), &name);
    if (end < close && close != SLICE_NONE) /* `{:/other}`: not a mark, but the end of what is hidden all the same */
        end = close;
    pass->comment_gone = true;
    skip_to(pass, end);
}

static void
on_mark(struct pass *pass)
{
    struct slice text = rest(pass), name = { NULL, 0 };
    size_t length = pass->kind == STRIP_MARKDOWN ? extension_mark(text, &name) : 0;

    if (slice_starts(text, "<!--"))
        on_comment(pass);
    else if (length > 0)
        on_extension(pass, length, slice_starts(text, "{::") && slice_is(name, "comment"));
    else if (slice_starts(text, "{%"))
        on_tag(pass);
    else if (slice_starts(text, "{{"))
        on_output(pass);
    else if (text.bytes[0] == '`' && pass->kind == STRIP_MARKDOWN)
        copy_to(pass, code_span_end(&pass->spans, pass->text, pass->at));
    else
        copy_to(pass, pass->at + (text.bytes[0] == '\\' && text.length > 1 && text.bytes[1] != '\n' ? 2 : 1));
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
is_quiet(struct pass *pass)
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
pass_line_start(struct pass *pass)
{
    size_t end;

    if (pass->kind == STRIP_MARKDOWN)
        copy_to(pass, code_fence_end(pass->text, pass->at));
    if (pass->at == pass->text.length || !is_quiet(pass))
        return;
    end = slice_find_byte(rest(pass), '\n');
    copy_to(pass, end == SLICE_NONE ? pass->text.length : pass->at + end + 1);
}

static void
pass_text(struct pass *pass)
{
    while (pass->at < pass->text.length) {
        size_t next, before = pass->at;

        if (pass->at == 0 || pass->text.bytes[pass->at - 1] == '\n')
            pass_line_start(pass);
        if (pass->at > before)
            continue;
        next = slice_find_stop(rest(pass), stops);
        copy_to(pass, next == SLICE_NONE ? pass->text.length : pass->at + next);
        if (pass->at < pass->text.length)
            on_mark(pass);
    }
    if (lined_open(pass->out).length > 0)
        end_line(pass);
}

void
strip(struct slice text, unsigned first_line, enum strip_kind kind, const struct document *document, struct lined *out)
{
    struct buffer clean = { 0 };
    struct pass pass = {
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
