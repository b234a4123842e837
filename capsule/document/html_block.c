/* html_block.c - where HTML among Markdown begins and ends. */
#include "document/html_block.h"

#include <stdint.h>
#include <string.h>

#include "document/html_element.h"

#define LONGEST_NAME 16 /* of an element; a line of many tags is not searched for the end of each */

const char *
html_block_raw_end(struct slice line)
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

void
html_block_put_raw(struct blocks_pass *pass, const char *end)
{
    struct slice line = lined_line(pass->in, pass->index);
    bool done = has_end(line, end);

    if (pass->html.depth > 0) {
        blocks_put_text(pass, "");
        blocks_put(pass, slice_trim_left(line));
    } else {
        blocks_put(pass, line);
    }
    for (pass->index++; !done && pass->index < pass->in->count; pass->index++) {
        line = lined_line(pass->in, pass->index);
        done = has_end(line, end);
        lined_add(pass->out, line, lined_number(pass->in, pass->index));
    }
}

/* `*word*` stands in TEXT: a star before a word that no word stands before, and one behind a word. */
static bool
has_emphasis(struct slice text)
{
    bool open = false;

    for (size_t i = 0; i < text.length; i++) {
        char before = i > 0 ? text.bytes[i - 1] : ' ', behind = i + 1 < text.length ? text.bytes[i + 1] : ' ';

        if (text.bytes[i] != '*')
            continue;
        if (open && byte_is_alnum(before) && !byte_is_alnum(behind))
            return true;
        open = open || (byte_is_alnum(behind) && !byte_is_alnum(before) && before != '*');
    }
    return false;
}

/* `<https://...>`, looked for by its colon, since HTML is full of `<`. */
static bool
has_address(struct slice line)
{
    for (size_t at, from = 0; (at = slice_find_byte(slice_from(line, from), ':')) != SLICE_NONE; from += at + 1) {
        struct slice scheme = slice_range(line, 0, from + at);

        if (slice_ends(scheme, "<http") || slice_ends(scheme, "<https"))
            return true;
    }
    return false;
}

static bool
has_sign(struct slice line)
{
    static const char *const signs[] = { "](", "**", "`", "[[" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (slice_find(line, signs[i]) != SLICE_NONE)
            return true;
    return (slice_find_byte(line, '*') != SLICE_NONE && has_emphasis(line)) || has_address(line);
}

/* A sign of Markdown stands between INDEX and the next blank line. What has been looked at is not looked at again. */
static bool
has_signs(struct blocks_pass *pass, size_t index)
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

/* In an item of HTML, and so in HTML alone to kramdown, which has no paragraphs there. */
static bool
is_in_item(const struct open_html *html)
{
    const char *inner = html->depth > 0 ? html->names[html->depth - 1] : "";

    return strcmp(inner, "ul") == 0 || strcmp(inner, "ol") == 0;
}

/* LINE begins with a word, as no block of Markdown does but a paragraph. */
static bool
begins_with_word(struct slice line)
{
    bool ordered;

    line = slice_trim(line);
    return line.length > 0 && (byte_is_alnum(line.bytes[0]) || (line.bytes[0] & 0x80) != 0) &&
           (slice_find_byte(line, ' ') == SLICE_NONE || blocks_marker_width(line, &ordered) == 0);
}

bool
html_block_is_plain(struct blocks_pass *pass, size_t index)
{
    struct slice line = lined_line(pass->in, index);
    bool words = is_in_item(&pass->html) && begins_with_word(line);

    return (words || slice_starts(slice_trim_left(line), "<")) && !has_signs(pass, index);
}

bool
html_block_ends_tag(struct blocks_pass *pass, size_t index)
{
    struct slice text = buffer_slice(&pass->in->text);
    size_t at = lined_start(pass->in, index), end;

    if (at < pass->tag_ends_at)
        return true;
    end = slice_find_any(slice_from(text, at), "<>");
    if (end == SLICE_NONE || text.bytes[at + end] == '<')
        return false;
    pass->tag_ends_at = at + end;
    return true;
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
    line = slice_range(slice_from(line, slice_starts(line, "</") ? 2 : 1), 0, LONGEST_NAME + 1);
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

/* Behind the tag at the head of LINE; the line's length if the tag goes on. */
static size_t
tag_end(struct slice line)
{
    char quote = '\0';

    for (size_t i = 0; i < line.length; i++) {
        char byte = line.bytes[i];

        if (quote == '\0' && byte == '>')
            return i + 1;
        if (byte == quote)
            quote = '\0';
        else if (quote == '\0' && (byte == '"' || byte == '\''))
            quote = byte;
    }
    return line.length;
}

/* The text behind the tags of blocks at the head of LINE. *OPENED: the last of them, if any, begins an element. */
static struct slice
text_of(struct slice line, bool *opened)
{
    *opened = false;
    for (line = slice_trim_left(line); begins_block(line); line = slice_trim_left(line)) {
        *opened = !slice_starts(line, "</") && !slice_starts_nocase(line, "<hr");
        line = slice_from(line, tag_end(line));
    }
    return line;
}

static bool
has_block(struct slice text)
{
    for (size_t at; (at = slice_find_byte(text, '<')) != SLICE_NONE; text = slice_from(text, at + 1))
        if (begins_block(slice_from(text, at)))
            return true;
    return false;
}

/* LINE is the last of its block, by an end tag. */
static bool
ends_block(struct slice line)
{
    size_t at = slice_find_last_byte(line, '<');

    return at != SLICE_NONE && slice_starts(slice_from(line, at), "</") && slice_ends(slice_trim_right(line), ">") &&
           begins_block(slice_from(line, at));
}

/* The text of LINE goes on with the next line. */
static bool
goes_on(const struct blocks_pass *pass, struct slice line)
{
    bool opened;
    struct slice text = text_of(line, &opened);

    if (slice_is_blank(text) || (opened && is_lone_tag(text)))
        return false;
    return pass->html.in_paragraph || (opened && !has_block(text));
}

/* TEXT holds an element whose content is shown as it is. */
static bool
has_code(struct slice text)
{
    static const char *const names[] = { "<code", "<kbd", "<samp", "<tt>", "<pre", "<script", "<style", "<textarea" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_find(text, names[i]) != SLICE_NONE)
            return true;
    return false;
}

/* `\(x\)` is math in HTML, and no more than brackets in Markdown (R34). */
static bool
is_markdown(struct slice text)
{
    return has_sign(text) && !has_code(text) && slice_find(text, "\\(") == SLICE_NONE;
}

/* The text that began on this line, behind the tag of a block, goes on with the next one and is to be read as Markdown. */
static bool
runs_on(struct blocks_pass *pass, struct slice line)
{
    struct slice next;

    if (pass->index + 1 >= pass->in->count)
        return false;
    next = lined_line(pass->in, pass->index + 1);
    if (!goes_on(pass, line) || slice_is_blank(next) || begins_block(next))
        return false;
    return has_signs(pass, pass->index) ||
           !(pass->html.depth > 0 || pass->html.in_tag || slice_starts(slice_trim_left(next), "<"));
}

struct html_text
html_block_text(struct blocks_pass *pass, struct slice line)
{
    struct html_text found = { .at = SLICE_NONE };
    struct slice head, text;
    bool ordered, opened;

    if ((pass->html.depth > 0 || pass->html.in_tag) && !has_signs(pass, pass->index))
        return found;
    found.indent = blocks_marker_width(line, &ordered);
    head = slice_from(slice_trim_left(line), found.indent);
    text = text_of(head, &opened);
    if (text.length == head.length)
        return found;
    found.continues = found.indent == 0 && opened && runs_on(pass, line);
    if (found.continues || (!pass->html.in_tag && is_markdown(text)))
        found.at = line.length - text.length;
    return found;
}

void
html_block_enter_chunk(struct blocks_pass *pass)
{
    struct slice line = lined_line(pass->in, pass->index);

    if (slice_starts(slice_trim_left(line), "<")) {
        pass->in_markdown = false;
    } else if (!pass->in_markdown) {
        pass->in_markdown = true;
        pass->dedent = blocks_indentation(line);
    }
}

void
html_block_part(struct blocks_pass *pass, struct slice line)
{
    struct slice next = lined_line(pass->in, pass->index), first = lined_line(pass->out, pass->chunk_at);
    bool in_html = pass->html.depth > 0;

    if (pass->html.in_tag || slice_is_blank(next) || begins_block(next) ||
        blocks_indentation(next) >= (in_html ? SIZE_MAX : 4))
        return;
    if (goes_on(pass, line))
        return;
    if (!begins_block(line) && !ends_block(line) &&
        !(slice_starts(slice_trim_left(line), "<") && (begins_block(first) || is_lone_tag(first))))
        return;
    if (!has_signs(pass, pass->index) && (in_html || slice_starts(slice_trim_left(next), "<")))
        return;
    blocks_put_text(pass, "");
    if (in_html)
        html_block_enter_chunk(pass);
}

size_t
html_block_column(const struct blocks_pass *pass, struct slice line)
{
    size_t column = blocks_indentation(line), base = pass->html.column;

    if (column <= base)
        return column;
    if (!pass->in_markdown || slice_starts(slice_trim_left(line), "</"))
        return base;
    return column - (pass->dedent > base && column >= pass->dedent ? pass->dedent - base : 0);
}
