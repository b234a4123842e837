/* blocks.c - what kramdown reads from whole lines, and the Markdown parser does not. */
#include "document/blocks.h"

#include <string.h>

#include "document/blocks_pass.h"
#include "document/code.h"
#include "document/definition_list.h"
#include "document/html_block.h"
#include "document/interrupt.h"

/*
 * To kramdown an item's text may begin at any deeper column, to CommonMark only behind the marker: `  - b` below `1. a`
 * moves one to the right, with all that belongs to it.
 */
static size_t
list_shift(struct blocks_pass *pass, struct slice line)
{
    size_t column = blocks_indentation(line), width;
    bool ordered;

    if (pass->shift > 0 && column >= pass->shifted_from)
        return pass->shift;
    pass->shift = 0;
    width = blocks_marker_width(line, &ordered);
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

/* kramdown's end of a block, which needs no blank line. */
static bool
is_end_mark(struct slice line)
{
    return slice_is(slice_trim_right(line), "^");
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

    return blocks_indentation(line) < 4 && (slice_starts(text, "[//]:") || slice_starts_nocase(text, "[comment]:"));
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

/* A heading without its ` {#id}`, or Hugo's ` {.class}`. */
static struct slice
without_id(const struct blocks_pass *pass, struct slice line)
{
    struct slice trimmed = slice_trim_right(line);
    size_t open = slice_find_last_byte(trimmed, '{');

    if (!slice_ends(trimmed, "}") || open == SLICE_NONE || open + 1 >= trimmed.length ||
        (trimmed.bytes[open + 1] != '#' && trimmed.bytes[open + 1] != '.'))
        return line;
    if (!slice_starts(slice_trim_left(line), "#") && !is_underline(lined_line(pass->in, pass->index + 1)))
        return line;
    return slice_trim_right(slice_range(trimmed, 0, open));
}

/*
 * Blank lines stay, but for those in the middle of HTML, where they would part what belongs together. A tag that lacks its
 * end is parted from the rest.
 */
static void
on_blank(struct blocks_pass *pass)
{
    size_t first = pass->index;
    bool html, slip;

    pass->html.in_paragraph = false;
    while (pass->index < pass->in->count && slice_is_blank(lined_line(pass->in, pass->index)))
        pass->index++;
    slip = pass->html.in_tag && !html_block_ends_tag(pass, pass->index);
    if (slip)
        open_html_leave_tag(&pass->html);
    html = pass->html.depth > 0 || pass->html.in_tag;
    if (pass->index == pass->in->count ||
        (html && !slip && !pass->in_markdown && (pass->html.in_tag || html_block_is_plain(pass, pass->index))))
        return;
    pass->before_at = pass->chunk_at;
    for (size_t i = first; i < pass->index; i++)
        lined_add(pass->out, slice_of(""), lined_number(pass->in, i));
    pass->chunk_at = pass->out->count;
    if (html)
        html_block_enter_chunk(pass);
}

static void
put_at(struct blocks_pass *pass, struct slice line, size_t column)
{
    if (column == blocks_indentation(line))
        blocks_put(pass, line);
    else
        blocks_put_indented(pass, line, column);
}

/* LINE at COLUMN, with its TEXT as a block of Markdown. */
static void
put_text_apart(struct blocks_pass *pass, struct slice line, size_t column, struct html_text text)
{
    put_at(pass, slice_range(line, 0, text.at), column);
    blocks_put_text(pass, "");
    put_at(pass, slice_from(line, text.at), column + text.indent);
    if (!text.continues)
        return;
    if (!pass->in_markdown)
        pass->dedent = blocks_indentation(lined_line(pass->in, pass->index + 1));
    pass->in_markdown = pass->html.depth > 0;
}

/* A line that holds text, at its column; a new chunk of Markdown begins behind a tag that asks for it. */
static void
put_line(struct blocks_pass *pass, struct slice line)
{
    bool in_html = pass->html.depth > 0 || pass->html.in_tag;
    size_t column = in_html ? html_block_column(pass, line) : blocks_indentation(line) + list_shift(pass, line);
    struct html_text text = { .at = SLICE_NONE };
    size_t cut;

    if (!in_html && column >= 4 && pass->ordered_text == 0 && pass->chunk_at == pass->out->count) {
        blocks_put(pass, line); /* perhaps code: its tags do not count */
        return;
    }
    cut = open_html_scan(&pass->html, line);
    if (cut == SLICE_NONE)
        text = html_block_text(pass, line);
    if (text.at != SLICE_NONE) {
        put_text_apart(pass, line, column, text);
        return;
    }
    put_at(pass, slice_range(line, 0, cut), column);
    while (cut != SLICE_NONE) {
        line = slice_trim_left(slice_from(line, cut));
        blocks_put_text(pass, "");
        pass->in_markdown = false;
        cut = line.length > 0 ? open_html_scan(&pass->html, line) : SLICE_NONE;
        if (line.length > 0)
            blocks_put(pass, slice_range(line, 0, cut));
    }
}

/* Lines that say something about other lines and are no text. True if the line at hand was one. */
static bool
on_mark_line(struct blocks_pass *pass, struct slice line)
{
    size_t next = notes_take(pass->notes, pass->in, pass->index);

    if (next > pass->index) {
        pass->index = next;
        return true;
    }
    if (is_attribute_line(line)) {
        bool ordered;

        if (names_contents(line) && pass->chunk_at < pass->out->count &&
            blocks_marker_width(lined_line(pass->out, pass->chunk_at), &ordered) > 0)
            lined_truncate(pass->out, pass->chunk_at);
    } else if (is_end_mark(line)) {
        blocks_put_text(pass, "");
    } else if (!is_abbreviation(line) && !is_remark(line)) {
        return false;
    }
    pass->index++;
    return true;
}

/* The point as a reference, which means the same in Markdown and in HTML. */
static void
put_lone_number(struct blocks_pass *pass, struct slice line)
{
    struct buffer escaped = { 0 };

    buffer_add(&escaped, slice_range(line, 0, line.length - 1));
    buffer_add_text(&escaped, "&#46;");
    put_line(pass, buffer_slice(&escaped));
    buffer_clear(&escaped);
}

static void
on_line(struct blocks_pass *pass)
{
    struct slice line = lined_line(pass->in, pass->index);
    const char *end;

    if (on_mark_line(pass, line))
        return;
    end = pass->html.in_tag ? NULL : html_block_raw_end(line);
    if (end != NULL && (pass->html.depth > 0 || blocks_indentation(line) < 4)) {
        html_block_put_raw(pass, end);
        return;
    }
    if (definition_list_take_caption(pass, line))
        return;
    if (definition_list_begins(pass, line)) {
        definition_list_put(pass, pass->chunk_at);
        return;
    }
    if (is_lone_number(line) && (pass->html.depth > 0 || blocks_indentation(line) < 4))
        put_lone_number(pass, line);
    else
        put_line(pass, without_id(pass, line));
    pass->index++;
    pass->in_markdown = pass->in_markdown && pass->html.depth > 0;
    html_block_part(pass, line);
}

enum head {
    HEAD_OTHER,  /* perhaps something of kramdown's */
    HEAD_MARKER, /* perhaps a list marker, behind which a fence may stand */
    HEAD_BAR,    /* perhaps a row of a table */
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
    if (byte == '|')
        return HEAD_BAR;
    return byte != '\0' && strchr("#!\"$%&'()=?@\\_", byte) != NULL ? HEAD_WORD : HEAD_OTHER;
}

/* The line at INDEX has no tag, and no id or attributes at its end. */
static bool
is_plain(struct blocks_pass *pass, size_t index)
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
put_plain(struct blocks_pass *pass)
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
    if (interrupts_text(pass, line))
        blocks_put_text(pass, "");
    while (head != HEAD_BAR && next < pass->in->count && head_of(lined_line(pass->in, next)) == HEAD_WORD &&
           is_plain(pass, next))
        next++;
    lined_add_all(pass->out, pass->in, pass->index, next - pass->index);
    pass->index = next;
    pass->in_markdown = false;
    return true;
}

/* Copies a fenced block; its lines move together with its first one. */
static void
put_fence(struct blocks_pass *pass, size_t end)
{
    struct slice line = lined_line(pass->in, pass->index);
    size_t column =
        pass->html.depth > 0 ? html_block_column(pass, line) : blocks_indentation(line) + list_shift(pass, line);
    size_t before = blocks_indentation(line);

    for (; pass->index < pass->in->count && pass->in->lines[pass->index].at < end; pass->index++) {
        size_t indented;

        line = lined_line(pass->in, pass->index);
        indented = blocks_indentation(line);
        if (column == before || slice_is_blank(line))
            lined_add(pass->out, line, lined_number(pass->in, pass->index));
        else
            blocks_put_indented(pass, line,
                                column > before              ? indented + (column - before)
                                : indented > before - column ? indented - (before - column)
                                                             : 0);
    }
    pass->chunk_at = pass->out->count;
}

void
blocks_prepare(const struct lined *in, struct notes *notes, struct lined *out)
{
    struct blocks_pass pass = { .in = in, .out = out, .notes = notes };
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
