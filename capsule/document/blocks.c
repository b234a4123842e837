/* blocks.c - what kramdown reads from whole lines, and the Markdown parser does not. */
#include "document/blocks.h"

#include <stdint.h>
#include <string.h>

#include "document/code.h"
#include "document/html_element.h"
#include "document/open_html.h"

struct pass {
    const struct lined *in;
    size_t index;
    struct lined *out;
    struct notes *notes;
    size_t chunk_at;               /* where the lines since the last blank one begin in OUT */
    size_t sign_at, no_sign_until; /* by has_signs */
    size_t before_at;              /* ... and those before it, when the pass has just left the blank line */
    struct open_html html;
    bool in_markdown;  /* inside open HTML, below a blank line: a text as Markdown has it */
    size_t dedent;     /* ... by how much it is indented */
    size_t ordered_at; /* the column of the ordered list's markers, and of its items' text; text 0: no list */
    size_t ordered_text;
    size_t shifted_from; /* lines indented by as much ... */
    size_t shift;        /* ... get so many blanks more; 0: none */
    size_t tag_at;       /* the next `<`, unless the pass is behind it */
};

static size_t
indentation(struct slice line)
{
    size_t columns = 0;

    for (size_t i = 0; i < line.length; i++) {
        if (line.bytes[i] == '\t')
            columns += 4 - columns % 4;
        else if (line.bytes[i] == ' ')
            columns++;
        else
            break;
    }
    return columns;
}

static void
put(struct pass *pass, struct slice line)
{
    lined_add(pass->out, line, lined_number(pass->in, pass->index));
    if (slice_is_blank(line))
        pass->chunk_at = pass->out->count;
}

/* With its indentation replaced by COLUMNS blanks. */
static void
put_indented(struct pass *pass, struct slice line, size_t columns)
{
    struct buffer moved = { 0 };

    buffer_add_times(&moved, ' ', columns);
    buffer_add(&moved, slice_trim_left(line));
    put(pass, buffer_slice(&moved));
    buffer_clear(&moved);
}

/* The width of the list marker at the head of LINE, with its blanks; 0 if there is none. *ORDERED says which kind. */
static size_t
marker_width(struct slice line, bool *ordered)
{
    size_t digits = 0, blanks;

    line = slice_trim_left(line);
    while (digits < line.length && byte_is_digit(line.bytes[digits]))
        digits++;
    *ordered =
        digits > 0 && digits < 10 && digits < line.length && (line.bytes[digits] == '.' || line.bytes[digits] == ')');
    if (!*ordered && !(line.length > 0 && (line.bytes[0] == '-' || line.bytes[0] == '*' || line.bytes[0] == '+')))
        return 0;
    line = slice_from(line, *ordered ? digits + 1 : 1);
    blanks = indentation(line);
    if (line.length > 0 && blanks == 0)
        return 0;
    return (*ordered ? digits + 1 : 1) + (blanks == 0 || blanks > 4 ? 1 : blanks);
}

/*
 * To kramdown an item's text may begin at any deeper column, to CommonMark only behind the marker: `  - b` below `1. a`
 * moves one to the right, with all that belongs to it.
 */
static size_t
list_shift(struct pass *pass, struct slice line)
{
    size_t column = indentation(line), width;
    bool ordered;

    if (pass->shift > 0 && column >= pass->shifted_from)
        return pass->shift;
    pass->shift = 0;
    width = marker_width(line, &ordered);
    if (width > 0 && !ordered && column > pass->ordered_at && column < pass->ordered_text) {
        pass->shifted_from = column;
        pass->shift = pass->ordered_text - column;
    } else if (width > 0 && ordered && column < 4) {
        pass->ordered_at = column;
        pass->ordered_text = column + width;
    } else if (column <= pass->ordered_at && pass->chunk_at == pass->out->count) {
        pass->ordered_text = 0;
    }
    return pass->shift;
}

/* `{: ...}` or `{::...}` and nothing else. */
static bool
is_attribute_line(struct slice line)
{
    line = slice_trim(line);
    while (slice_starts(line, ">"))
        line = slice_trim_left(slice_from(line, 1));
    return slice_starts(line, "{:") && slice_ends(line, "}") && slice_find_byte(line, '}') == line.length - 1;
}

/* `{:toc}`: the list that it is attached to is a placeholder (jekyll.md 5). */
static bool
names_contents(struct slice line)
{
    struct slice part;

    line = slice_trim(line);
    line = slice_range(line, 2, line.length - 1);
    while (slice_take_part(&line, ' ', &part))
        if (slice_is(part, "toc"))
            return true;
    return false;
}

static bool
is_abbreviation(struct slice line)
{
    return slice_starts(line, "*[") && slice_find(line, "]:") != SLICE_NONE;
}

/* `[//]: # why`: a link definition that nothing refers to, which authors use for remarks; cmark wants the rest quoted. */
static bool
is_remark(struct slice line)
{
    struct slice text = slice_trim_left(line);

    return indentation(line) < 4 && (slice_starts(text, "[//]:") || slice_starts_nocase(text, "[comment]:"));
}

/* `2022.`: to kramdown an item has a blank behind its number. */
static bool
is_lone_number(struct slice line)
{
    size_t digits;

    line = slice_trim_left(line);
    digits = slice_find_none(line, "0123456789");
    return digits != SLICE_NONE && digits > 0 && digits + 1 == line.length && line.bytes[digits] == '.';
}

static bool
is_underline(struct slice line)
{
    line = slice_trim(line);
    return line.length > 1 && (slice_find_none(line, "=") == SLICE_NONE || slice_find_none(line, "-") == SLICE_NONE);
}

/* A heading without its ` {#id}`. */
static struct slice
without_id(const struct pass *pass, struct slice line)
{
    struct slice trimmed = slice_trim_right(line);
    size_t open = slice_find_last_byte(trimmed, '{');

    if (!slice_ends(trimmed, "}") || open == SLICE_NONE || open + 1 >= trimmed.length || trimmed.bytes[open + 1] != '#')
        return line;
    if (!slice_starts(slice_trim_left(line), "#") && !is_underline(lined_line(pass->in, pass->index + 1)))
        return line;
    return slice_trim_right(slice_range(trimmed, 0, open));
}

static bool
is_definition(struct slice line)
{
    size_t indented = indentation(line);

    line = slice_trim_left(line);
    return indented < 4 && line.length > 1 && line.bytes[0] == ':' && byte_is_space(line.bytes[1]);
}

/* `# x`; `#x` is a word to everybody. */
static bool
is_heading(struct slice line)
{
    size_t marks = slice_find_none(line, "#");

    return slice_starts(line, "#") && (marks == SLICE_NONE || byte_is_space(line.bytes[marks]));
}

/* The lines before a definition are terms if they are a short plain text. */
static bool
has_terms(const struct pass *pass, size_t first)
{
    struct slice line;
    bool ordered;

    if (first >= pass->out->count || pass->out->count - first > 3)
        return false;
    for (size_t i = first; i < pass->out->count; i++) {
        line = lined_line(pass->out, i);
        if (marker_width(line, &ordered) > 0 || is_heading(line) ||
            slice_find_any(slice_range(line, 0, 1), "|<>: ") != SLICE_NONE)
            return false;
    }
    return true;
}

/* True if LINE is a definition with terms right above it, or above a blank line, which is then taken back. */
static bool
begins_definitions(struct pass *pass, struct slice line)
{
    size_t end = pass->out->count;

    if (pass->html.depth > 0 || !is_definition(line))
        return false;
    if (pass->chunk_at < end)
        return has_terms(pass, pass->chunk_at);
    while (end > 0 && slice_is_blank(lined_line(pass->out, end - 1)))
        end--;
    if (pass->before_at >= end)
        return false;
    lined_truncate(pass->out, end);
    if (has_terms(pass, pass->before_at)) {
        pass->chunk_at = pass->before_at;
        return true;
    }
    put(pass, slice_of(""));
    return false;
}

static void
put_text(struct pass *pass, const char *text)
{
    put(pass, slice_of(text));
}

/* LINE with COLUMNS blanks less in front, or as many as there are. */
static void
put_dedented(struct pass *pass, struct slice line, size_t columns)
{
    size_t indented = indentation(line);

    put_indented(pass, line, indented > columns ? indented - columns : 0);
}

/*
 * At blank lines: a definition goes on behind them with what is indented as far as its text, COLUMN. Then they are put,
 * and the pass stands at the next text; else it stays.
 */
static bool
goes_on_after_blank(struct pass *pass, size_t column)
{
    size_t next = pass->index;
    struct slice line;

    while (next < pass->in->count && slice_is_blank(lined_line(pass->in, next)))
        next++;
    line = lined_line(pass->in, next);
    if (next == pass->in->count || indentation(line) < column || is_definition(line))
        return false;
    for (; pass->index < next; pass->index++)
        put_text(pass, "");
    return true;
}

static void
put_definition(struct pass *pass)
{
    struct slice line = lined_line(pass->in, pass->index), text = slice_from(slice_trim_left(line), 1);
    size_t column = indentation(line) + 1 + indentation(text);

    put_text(pass, "<dd>");
    put_text(pass, "");
    put(pass, slice_trim_left(text));
    for (pass->index++; pass->index < pass->in->count; pass->index++) {
        line = lined_line(pass->in, pass->index);
        if (is_definition(line) || (slice_is_blank(line) && !goes_on_after_blank(pass, column < 4 ? column : 4)))
            break;
        put_dedented(pass, lined_line(pass->in, pass->index), column);
    }
    put_text(pass, "");
    put_text(pass, "</dd>");
}

/* The line of a further definition, here or behind blank lines; the end of the text without one. */
static size_t
next_definition(const struct pass *pass)
{
    size_t next = pass->index;

    while (next < pass->in->count && slice_is_blank(lined_line(pass->in, next)))
        next++;
    return next < pass->in->count && is_definition(lined_line(pass->in, next)) ? next : pass->in->count;
}

/* A definition list as HTML with Markdown inside. */
static void
put_definitions(struct pass *pass, size_t first)
{
    struct lined terms = { 0 };

    for (size_t i = first; i < pass->out->count; i++)
        lined_add(&terms, lined_line(pass->out, i), lined_number(pass->out, i));
    lined_truncate(pass->out, first);
    put_text(pass, "<dl>");
    for (size_t i = 0; i < terms.count; i++) {
        put_text(pass, "<dt>");
        put_text(pass, "");
        lined_add(pass->out, lined_line(&terms, i), lined_number(&terms, i));
        put_text(pass, "");
        put_text(pass, "</dt>");
    }
    for (size_t next; (next = next_definition(pass)) < pass->in->count;) {
        pass->index = next;
        put_definition(pass);
    }
    put_text(pass, "</dl>");
    put_text(pass, "");
    lined_clear(&terms);
}

/* Elements whose content is no HTML, and begins a block of its own up to its end tag. */
static const char *
raw_end(struct slice line)
{
    static const char *const rows[][2] = {
        { "<pre", "</pre" },
        { "<script", "</script" },
        { "<style", "</style" },
        { "<textarea", "</textarea" },
    };

    line = slice_trim_left(line);
    if (line.length < 2 || line.bytes[0] != '<' || strchr("pPsStT", line.bytes[1]) == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct slice after = slice_from(line, slice_of(rows[i][0]).length);

        if (slice_starts_nocase(line, rows[i][0]) && (after.length == 0 || !byte_is_alnum(after.bytes[0])))
            return rows[i][1];
    }
    return NULL;
}

/* Where END, a lower-case end tag, stands in LINE. */
static bool
has_end(struct slice line, const char *end)
{
    for (size_t at; (at = slice_find(line, "</")) != SLICE_NONE; line = slice_from(line, at + 2))
        if (slice_starts_nocase(slice_from(line, at), end))
            return true;
    return false;
}

static void
put_raw(struct pass *pass, const char *end)
{
    struct slice line = lined_line(pass->in, pass->index);
    bool done = has_end(line, end);

    if (pass->html.depth > 0) {
        put_text(pass, "");
        put(pass, slice_trim_left(line));
    } else {
        put(pass, line);
    }
    for (pass->index++; !done && pass->index < pass->in->count; pass->index++) {
        line = lined_line(pass->in, pass->index);
        done = has_end(line, end);
        lined_add(pass->out, line, lined_number(pass->in, pass->index));
    }
}

static bool
has_sign(struct slice line)
{
    static const char *const signs[] = { "](", "**", "`", "[[" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (slice_find(line, signs[i]) != SLICE_NONE)
            return true;
    return false;
}

/* A sign of Markdown stands between INDEX and the next blank line. What has been looked at is not looked at again. */
static bool
has_signs(struct pass *pass, size_t index)
{
    if (index < pass->no_sign_until)
        return false;
    if (index <= pass->sign_at)
        return true;
    for (; index < pass->in->count && !slice_is_blank(lined_line(pass->in, index)); index++)
        if (has_sign(lined_line(pass->in, index))) {
            pass->sign_at = index;
            return true;
        }
    pass->no_sign_until = index;
    return false;
}

/* The lines from INDEX to the next blank one are HTML, without a sign of Markdown. */
static bool
is_plain_html(struct pass *pass, size_t index)
{
    return slice_starts(slice_trim_left(lined_line(pass->in, index)), "<") && !has_signs(pass, index);
}

/* An element that is a block to the parser, too, stands at the start of LINE. */
static bool
begins_block(struct slice line)
{
    const struct element *element;
    size_t end;

    line = slice_trim_left(line);
    if (!slice_starts(line, "<"))
        return false;
    line = slice_from(line, slice_starts(line, "</") ? 2 : 1);
    end = slice_find_any(line, " \t/>");
    element = element_find(slice_range(line, 0, end == SLICE_NONE ? line.length : end));
    return element != NULL && (element->shape == ELEMENT_BLOCK || element->kind == ELEMENT_RULE) &&
           element->kind != ELEMENT_MEDIA && element->kind != ELEMENT_DROPPED;
}

static bool
is_lone_tag(struct slice line)
{
    line = slice_trim(line);
    return slice_starts(line, "<") && slice_find_byte(line, '>') == line.length - 1;
}

/* Behind a blank line in HTML: what begins with a tag is HTML, the rest is Markdown. */
static void
enter_chunk(struct pass *pass)
{
    struct slice line = lined_line(pass->in, pass->index);

    if (slice_starts(slice_trim_left(line), "<")) {
        pass->in_markdown = false;
    } else if (!pass->in_markdown) {
        pass->in_markdown = true;
        pass->dedent = indentation(line);
    }
}

/*
 * LINE has been put. To the parser its HTML would go on to the next blank line; to kramdown it ends with its element, and
 * an inline element by itself begins a paragraph. So Markdown right below it gets a blank line in front.
 */
static void
part_from_html(struct pass *pass, struct slice line)
{
    struct slice next = lined_line(pass->in, pass->index), first = lined_line(pass->out, pass->chunk_at);
    bool in_html = pass->html.depth > 0;

    if (pass->html.in_tag || slice_is_blank(next) || begins_block(next) ||
        indentation(next) >= (in_html ? SIZE_MAX : 4))
        return;
    if (!begins_block(line) &&
        !(slice_starts(slice_trim_left(line), "<") && (begins_block(first) || is_lone_tag(first))))
        return;
    if (!has_signs(pass, pass->index) && (in_html || slice_starts(slice_trim_left(next), "<")))
        return;
    put_text(pass, "");
    if (in_html)
        enter_chunk(pass);
}

/* Blank lines stay, but for those in the middle of HTML, where they would part what belongs together. */
static void
on_blank(struct pass *pass)
{
    size_t first = pass->index;
    bool html = pass->html.depth > 0 || pass->html.in_tag;

    while (pass->index < pass->in->count && slice_is_blank(lined_line(pass->in, pass->index)))
        pass->index++;
    if (pass->index == pass->in->count ||
        (html && !pass->in_markdown && (pass->html.in_tag || is_plain_html(pass, pass->index))))
        return;
    pass->before_at = pass->chunk_at;
    for (size_t i = first; i < pass->index; i++)
        lined_add(pass->out, slice_of(""), lined_number(pass->in, i));
    pass->chunk_at = pass->out->count;
    if (html)
        enter_chunk(pass);
}

/* How far LINE is indented when it is given on: inside open HTML never so far that it would become code. */
static size_t
html_column(const struct pass *pass, struct slice line)
{
    size_t column = indentation(line), base = pass->html.column;

    if (column <= base)
        return column;
    if (!pass->in_markdown || slice_starts(slice_trim_left(line), "</"))
        return base;
    return column - (pass->dedent > base && column >= pass->dedent ? pass->dedent - base : 0);
}

/* A line that holds text, at its column; a new chunk of Markdown begins behind a tag that asks for it. */
static void
put_line(struct pass *pass, struct slice line)
{
    bool in_html = pass->html.depth > 0 || pass->html.in_tag;
    size_t column = in_html ? html_column(pass, line) : indentation(line) + list_shift(pass, line), cut;

    if (!in_html && column >= 4 && pass->ordered_text == 0 && pass->chunk_at == pass->out->count) {
        put(pass, line); /* perhaps code: its tags do not count */
        return;
    }
    cut = open_html_scan(&pass->html, line);
    if (column == indentation(line))
        put(pass, slice_range(line, 0, cut));
    else
        put_indented(pass, slice_range(line, 0, cut), column);
    while (cut != SLICE_NONE) {
        line = slice_trim_left(slice_from(line, cut));
        put_text(pass, "");
        pass->in_markdown = false;
        cut = line.length > 0 ? open_html_scan(&pass->html, line) : SLICE_NONE;
        if (line.length > 0)
            put(pass, slice_range(line, 0, cut));
    }
}

/* Lines that say something about other lines and are no text. True if the line at hand was one. */
static bool
on_mark_line(struct pass *pass, struct slice line)
{
    size_t next = notes_take(pass->notes, pass->in, pass->index);

    if (next > pass->index) {
        pass->index = next;
        return true;
    }
    if (is_attribute_line(line)) {
        bool ordered;

        if (names_contents(line) && pass->chunk_at < pass->out->count &&
            marker_width(lined_line(pass->out, pass->chunk_at), &ordered) > 0)
            lined_truncate(pass->out, pass->chunk_at);
    } else if (!is_abbreviation(line) && !is_remark(line)) {
        return false;
    }
    pass->index++;
    return true;
}

/* The point as a reference, which means the same in Markdown and in HTML. */
static void
put_lone_number(struct pass *pass, struct slice line)
{
    struct buffer escaped = { 0 };

    buffer_add(&escaped, slice_range(line, 0, line.length - 1));
    buffer_add_text(&escaped, "&#46;");
    put_line(pass, buffer_slice(&escaped));
    buffer_clear(&escaped);
}

static void
on_line(struct pass *pass)
{
    struct slice line = lined_line(pass->in, pass->index);
    const char *end;

    if (on_mark_line(pass, line))
        return;
    end = pass->html.in_tag ? NULL : raw_end(line);
    if (end != NULL && (pass->html.depth > 0 || indentation(line) < 4)) {
        put_raw(pass, end);
        return;
    }
    if (begins_definitions(pass, line)) {
        put_definitions(pass, pass->chunk_at);
        return;
    }
    if (is_lone_number(line) && (pass->html.depth > 0 || indentation(line) < 4))
        put_lone_number(pass, line);
    else
        put_line(pass, without_id(pass, line));
    pass->index++;
    pass->in_markdown = pass->in_markdown && pass->html.depth > 0;
    part_from_html(pass, line);
}

enum head {
    HEAD_OTHER,  /* perhaps something of kramdown's */
    HEAD_MARKER, /* perhaps a list marker, behind which a fence may stand */
    HEAD_WORD,
};

/* What LINE is by its first byte. */
static enum head
head_of(struct slice line)
{
    size_t first = 0;
    char byte;

    while (first < line.length && (line.bytes[first] == ' ' || line.bytes[first] == '\t'))
        first++;
    byte = first < line.length ? line.bytes[first] : '\0';
    if (byte_is_letter(byte) || (byte & 0x80) != 0)
        return HEAD_WORD;
    if (byte_is_digit(byte) || byte == '-' || byte == '+' ||
        (byte == '*' && !slice_starts(slice_from(line, first), "*[")))
        return HEAD_MARKER;
    return byte != '\0' && strchr("#!\"$%&'()=?@\\^_|", byte) != NULL ? HEAD_WORD : HEAD_OTHER;
}

/* The line at INDEX has no tag, and no id or attributes at its end. */
static bool
is_plain(struct pass *pass, size_t index)
{
    size_t start = lined_start(pass->in, index), end = lined_start(pass->in, index + 1);

    if (pass->tag_at < start) {
        size_t tag = slice_find_byte(slice_from(buffer_slice(&pass->in->text), start), '<');

        pass->tag_at = tag == SLICE_NONE ? pass->in->end : start + tag;
    }
    return pass->tag_at >= end && !slice_ends(slice_trim_right(lined_line(pass->in, index)), "}");
}

/* Lines of words outside HTML, which most pages consist of, go on as they are. False: the one at hand is none. */
static bool
put_plain(struct pass *pass)
{
    struct slice line = lined_line(pass->in, pass->index);
    enum head head = head_of(line);
    size_t next = pass->index + 1;

    if (head == HEAD_OTHER || pass->html.depth > 0 || pass->html.in_tag || !is_plain(pass, pass->index))
        return false;
    if (head == HEAD_MARKER &&
        (slice_find_byte(line, '`') != SLICE_NONE || slice_find_byte(line, '~') != SLICE_NONE || is_lone_number(line)))
        return false;
    if (list_shift(pass, line) > 0)
        return false;
    while (next < pass->in->count && head_of(lined_line(pass->in, next)) == HEAD_WORD && is_plain(pass, next))
        next++;
    lined_add_all(pass->out, pass->in, pass->index, next - pass->index);
    pass->index = next;
    pass->in_markdown = false;
    return true;
}

/* Copies a fenced block; its lines move together with its first one. */
static void
put_fence(struct pass *pass, size_t end)
{
    struct slice line = lined_line(pass->in, pass->index);
    size_t column = pass->html.depth > 0 ? html_column(pass, line) : indentation(line) + list_shift(pass, line);
    size_t before = indentation(line);

    for (; pass->index < pass->in->count && pass->in->lines[pass->index].at < end; pass->index++) {
        size_t indented;

        line = lined_line(pass->in, pass->index);
        indented = indentation(line);
        if (column == before || slice_is_blank(line))
            lined_add(pass->out, line, lined_number(pass->in, pass->index));
        else
            put_indented(pass, line,
                         column > before              ? indented + (column - before)
                         : indented > before - column ? indented - (before - column)
                                                      : 0);
    }
    pass->chunk_at = pass->out->count;
}

void
blocks_prepare(const struct lined *in, struct notes *notes, struct lined *out)
{
    struct pass pass = { .in = in, .out = out, .notes = notes };
    struct slice text = buffer_slice(&in->text);

    buffer_reserve(&out->text, text.length + 1);
    while (pass.index < in->count) {
        size_t at = in->lines[pass.index].at, end;

        if (put_plain(&pass))
            continue;
        end = pass.html.in_tag ? at : code_fence_end(text, at);
        if (end > at)
            put_fence(&pass, end);
        else if (slice_is_blank(lined_line(in, pass.index)))
            on_blank(&pass);
        else
            on_line(&pass);
    }
}
