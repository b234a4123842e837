/* open_html.c - a count of open HTML blocks, line by line. */
#include "document/open_html.h"

#include "document/html_element.h"

static struct slice
tag_name(struct slice text)
{
    size_t end = 0;

    while (end < text.length && byte_is_alnum(text.bytes[end]))
        end++;
    return slice_range(text, 0, end);
}

/* A paragraph ends with its end tag, and where another block begins or ends. */
static void
note_paragraph(struct open_html *open, const struct element *element, bool closing)
{
    if (element != NULL && (element->shape == ELEMENT_BLOCK || element->kind == ELEMENT_RULE))
        open->in_paragraph = element->kind == ELEMENT_PARAGRAPH && !closing;
}

static void
open_element(struct open_html *open, const struct element *element)
{
    if (element != NULL && element_holds_blocks(element) && open->depth < OPEN_HTML_LEVELS)
        open->names[open->depth++] = element->name;
}

static void
close_element(struct open_html *open, struct slice name)
{
    for (size_t i = open->depth; i-- > 0;) {
        if (slice_is_nocase(name, open->names[i])) {
            open->depth = i;
            return;
        }
    }
}

/* Is `markdown` an attribute that says yes? LINE stands in a tag at AT, behind white space. */
static bool
is_markdown_attribute(struct slice text)
{
    static const char *const forms[] = { "markdown=\"1\"",     "markdown='1'",      "markdown=1",
                                         "markdown=\"block\"", "markdown=\"span\"", "markdown=\"true\"" };

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (slice_starts_nocase(text, forms[i]))
            return true;
    return false;
}

static const bool tag_stops[256] = { ['>'] = true, ['"'] = true, ['\''] = true, ['m'] = true };

/* Moves AT behind the value's end or to the line's. */
static size_t
skip_value(struct open_html *open, struct slice line, size_t at)
{
    size_t end = slice_find_byte(slice_from(line, at), open->quote);

    if (end == SLICE_NONE)
        return line.length;
    open->quote = '\0';
    return at + end + 1;
}

/* Moves AT behind the tag's end, or behind the line's. */
static size_t
skip_tag(struct open_html *open, struct slice line, size_t at)
{
    size_t next;

    if (open->quote != '\0')
        at = skip_value(open, line, at);
    while ((next = slice_find_stop(slice_from(line, at), tag_stops)) != SLICE_NONE) {
        char byte = line.bytes[at += next], before = at > 0 ? line.bytes[at - 1] : '\0';

        at++;
        if (byte == '>') {
            open->in_tag = false;
            return at;
        }
        if (byte == 'm' && byte_is_space(before) && is_markdown_attribute(slice_from(line, at - 1)))
            open->in_markdown_tag = true;
        if (byte != 'm' && before == '=') {
            open->quote = byte;
            at = skip_value(open, line, at);
        }
    }
    return line.length;
}

/* Takes a tag's name at AT, behind `<`, and moves into the tag. */
static size_t
begin_tag(struct open_html *open, struct slice line, size_t at)
{
    bool closing = at < line.length && line.bytes[at] == '/';
    struct slice name = tag_name(slice_from(line, closing ? at + 1 : at));
    size_t depth = open->depth;
    const struct element *element;

    if (name.length == 0 || !byte_is_letter(name.bytes[0]))
        return at;
    element = element_find(name);
    note_paragraph(open, element, closing);
    if (closing)
        close_element(open, name);
    else
        open_element(open, element);
    if (depth == 0 && open->depth == 1) {
        size_t first = slice_find_none(line, " \t");

        open->column = first == SLICE_NONE ? 0 : first;
    }
    open->in_tag = true;
    open->in_markdown_tag = false;
    return at + name.length + (closing ? 1 : 0);
}

static size_t
skip_code(struct slice line, size_t at)
{
    size_t end = slice_find_byte(slice_from(line, at + 1), '`');

    return end == SLICE_NONE ? line.length : at + 1 + end + 1;
}

static const bool text_stops[256] = { ['<'] = true, ['`'] = true };

size_t
open_html_scan(struct open_html *open, struct slice line)
{
    size_t at = 0, last = slice_find_last_byte(line, '<');
    bool code = slice_find_byte(line, '`') != SLICE_NONE;

    while (at < line.length) {
        if (open->in_tag) {
            at = skip_tag(open, line, at);
            if (!open->in_tag && open->in_markdown_tag && open->depth > 0) {
                open->in_markdown_tag = false;
                return at;
            }
            continue;
        }
        if (last == SLICE_NONE || at > last)
            break;
        at += code ? slice_find_stop(slice_from(line, at), text_stops) : slice_find_byte(slice_from(line, at), '<');
        if (at < line.length && line.bytes[at] == '`')
            at = skip_code(line, at);
        else if (at < line.length)
            at = begin_tag(open, line, at + 1);
    }
    return SLICE_NONE;
}

void
open_html_leave_tag(struct open_html *open)
{
    open->in_tag = open->in_markdown_tag = false;
    open->quote = '\0';
}
