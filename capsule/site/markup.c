/*
 * markup.c - Markdown's inline marks by one walk over the text. The real parser runs only in converter children
 * (hardening.md 4.2), and inside raw HTML it would leave these marks alone.
 */
#include "site/markup.h"

#include <stdlib.h>

#include "base/memory.h"

/* One block's text while it is walked. */
struct walk {
    struct slice text;
    bool *dropped;     /* marks of emphasis that have found their partners */
    size_t link_end;   /* where the text of the open link ends; 0: none is open */
    size_t after_link; /* behind its target */
    struct buffer *html;
};

/* How far a mark may be from its partner: marks without one must not cost a walk to the end each. */
enum { REACH = 2048 };

static bool
is_punctuation(char byte)
{
    return byte > ' ' && byte < 0x7f && !byte_is_alnum(byte);
}

static char
byte_at(struct slice text, size_t at)
{
    return at < text.length ? text.bytes[at] : ' ';
}

static size_t
run_at(struct slice text, size_t at)
{
    size_t end = at;

    while (end < text.length && text.bytes[end] == text.bytes[at])
        end++;
    return end - at;
}

/* Behind the HTML tag at AT; AT if none begins there. */
static size_t
tag_end(struct slice text, size_t at)
{
    char next = byte_at(text, at + 1);
    size_t end;

    if (text.bytes[at] != '<' || (!byte_is_letter(next) && next != '/' && next != '!'))
        return at;
    end = slice_find_byte(slice_range(text, at, at + REACH), '>');
    return end == SLICE_NONE ? at : at + end + 1;
}

/*
 * CommonMark's left-flanking run, or, read from its other side, a right-flanking one. A tag is no punctuation:
 * `<b>Doe</b>*, Roe*` marks two authors.
 */
static bool
flanks(char outside, char inside, char mark)
{
    if (byte_is_space(inside))
        return false;
    if (mark == '_' && (byte_is_alnum(outside) || (unsigned char)outside >= 0x80))
        return false;
    return !is_punctuation(inside) || byte_is_space(outside) || (is_punctuation(outside) && outside != '>');
}

enum { OPEN_RUNS = 16 };

struct run {
    size_t at, length;
};

/* Marks the run of LENGTH at AT and the last open one that fits it, if it may close that. */
static void
close_run(struct walk *walk, struct run *open, size_t *count, size_t at, size_t length)
{
    for (size_t i = *count; i-- > 0;) {
        if (walk->text.bytes[open[i].at] != walk->text.bytes[at] || open[i].length != length)
            continue;
        for (size_t j = 0; j < length; j++)
            walk->dropped[open[i].at + j] = walk->dropped[at + j] = true;
        *count = i;
        return;
    }
}

/* Pairs the runs of `*` and `_`: a run that both may do closes first. */
static void
pair_emphasis(struct walk *walk)
{
    struct run open[OPEN_RUNS];
    size_t count = 0, length;

    for (size_t at = 0; at < walk->text.length; at += length) {
        char mark = walk->text.bytes[at], before, after;

        length = tag_end(walk->text, at) - at;
        if (length == 0)
            length = mark == '\\' ? 2 : 1;
        if (mark == '`' || mark == '*' || mark == '_')
            length = run_at(walk->text, at);
        if (mark != '*' && mark != '_')
            continue;
        before = at > 0 ? walk->text.bytes[at - 1] : ' ';
        after = byte_at(walk->text, at + length);
        if (flanks(after, before, mark))
            close_run(walk, open, &count, at, length);
        if (!walk->dropped[at] && flanks(before, after, mark) && count < OPEN_RUNS)
            open[count++] = (struct run){ at, length };
    }
}

/* The bracket that closes the one at AT, or SLICE_NONE. */
static size_t
bracket_end(struct slice text, size_t at)
{
    size_t open = 0, end = at + REACH;

    for (; at < text.length && at < end; at++) {
        char byte = text.bytes[at];

        if (byte == '\\')
            at++;
        else if (byte == '[')
            open++;
        else if (byte == ']' && --open == 0)
            return at;
    }
    return SLICE_NONE;
}

/* Behind the target in parentheses at AT, or SLICE_NONE; *TARGET is it without a title. */
static size_t
take_target(struct slice text, size_t at, struct slice *target)
{
    size_t open = 0, start = at + 1, blank;

    text = slice_range(text, 0, at + REACH);
    if (byte_at(text, at) != '(')
        return SLICE_NONE;
    for (; at < text.length; at++) {
        if (text.bytes[at] == '(')
            open++;
        else if (text.bytes[at] == ')' && --open == 0)
            break;
    }
    if (at == text.length)
        return SLICE_NONE;
    *target = slice_trim(slice_range(text, start, at));
    blank = slice_find_any(*target, "\"'");
    if (blank != SLICE_NONE && blank > 0 && byte_is_space(target->bytes[blank - 1]))
        *target = slice_trim_right(slice_range(*target, 0, blank));
    if (slice_starts(*target, "<") && slice_ends(*target, ">"))
        *target = slice_range(*target, 1, target->length - 1);
    return at + 1;
}

static void
add_attribute(struct buffer *html, const char *before, struct slice value)
{
    buffer_add_text(html, before);
    for (size_t i = 0; i < value.length; i++)
        if (value.bytes[i] == '"')
            buffer_add_text(html, "&quot;");
        else
            buffer_add_byte(html, byte_is_space(value.bytes[i]) ? ' ' : value.bytes[i]);
    buffer_add_byte(html, '"');
}

/* Each takes what begins at AT and returns where it goes on, or AT if there is nothing of its kind. */

static size_t
take_image(struct walk *walk, size_t at)
{
    size_t end = byte_at(walk->text, at + 1) == '[' ? bracket_end(walk->text, at + 1) : SLICE_NONE, after;
    struct slice target;

    after = end != SLICE_NONE ? take_target(walk->text, end + 1, &target) : SLICE_NONE;
    if (after == SLICE_NONE)
        return at;
    add_attribute(walk->html, "<img src=\"", target);
    add_attribute(walk->html, " alt=\"", slice_range(walk->text, at + 2, end));
    buffer_add_byte(walk->html, '>');
    return after;
}

static size_t
take_link(struct walk *walk, size_t at)
{
    size_t end = walk->link_end == 0 ? bracket_end(walk->text, at) : SLICE_NONE, after;
    struct slice target;

    after = end != SLICE_NONE ? take_target(walk->text, end + 1, &target) : SLICE_NONE;
    if (after == SLICE_NONE)
        return at;
    add_attribute(walk->html, "<a href=\"", target);
    buffer_add_byte(walk->html, '>');
    walk->link_end = end;
    walk->after_link = after;
    return at + 1;
}

static size_t
take_link_end(struct walk *walk, size_t at)
{
    if (walk->link_end != at)
        return at;
    buffer_add_text(walk->html, "</a>");
    walk->link_end = 0;
    return walk->after_link;
}

static size_t
take_code(struct walk *walk, size_t at)
{
    size_t length = run_at(walk->text, at), next = at + length, end = next + REACH;

    if (end > walk->text.length)
        end = walk->text.length;
    while (next < end) {
        size_t run = walk->text.bytes[next] == '`' ? run_at(walk->text, next) : 1;

        if (walk->text.bytes[next] == '`' && run == length)
            break;
        next += run;
    }
    if (next >= end) {
        buffer_add(walk->html, slice_range(walk->text, at, at + length));
        return at + length;
    }
    buffer_add_text(walk->html, "<code>");
    for (size_t i = at + length; i < next; i++)
        if (walk->text.bytes[i] == '<')
            buffer_add_text(walk->html, "&lt;");
        else if (walk->text.bytes[i] == '&')
            buffer_add_text(walk->html, "&amp;");
        else
            buffer_add_byte(walk->html, walk->text.bytes[i]);
    buffer_add_text(walk->html, "</code>");
    return next + length;
}

/* `<https://...>`, or a tag, which is HTML already. */
static size_t
take_tag(struct walk *walk, size_t at)
{
    size_t end = tag_end(walk->text, at);
    struct slice address = slice_range(walk->text, at + 1, end - 1);

    if (end == at)
        return at;
    if (slice_find_any(address, " \n\"") != SLICE_NONE || slice_find(address, "://") == SLICE_NONE) {
        for (size_t i = at; i < end; i++)
            buffer_add_byte(walk->html, walk->text.bytes[i] == '\n' ? ' ' : walk->text.bytes[i]);
        return end;
    }
    add_attribute(walk->html, "<a href=\"", address);
    buffer_add_byte(walk->html, '>');
    buffer_add(walk->html, address);
    buffer_add_text(walk->html, "</a>");
    return end;
}

static size_t
take_escape(struct walk *walk, size_t at)
{
    if (!is_punctuation(byte_at(walk->text, at + 1)))
        return at;
    if (walk->text.bytes[at + 1] == '<')
        buffer_add_text(walk->html, "&lt;");
    else
        buffer_add_byte(walk->html, walk->text.bytes[at + 1]);
    return at + 2;
}

static const struct {
    char mark;
    size_t (*take)(struct walk *walk, size_t at);
} marks[] = {
    { '!', take_image }, { '[', take_link }, { ']', take_link_end },
    { '`', take_code },  { '<', take_tag },  { '\\', take_escape },
};

static void
add_inline(struct slice text, struct buffer *html)
{
    struct walk walk = { .text = text, .html = html, .dropped = memory_new(text.length + 1) };
    size_t at = 0;

    pair_emphasis(&walk);
    while (at < text.length) {
        size_t next = at;

        for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && next == at; i++)
            if (text.bytes[at] == marks[i].mark)
                next = marks[i].take(&walk, at);
        if (next == at) {
            if (!walk.dropped[at])
                buffer_add_byte(html, byte_is_space(text.bytes[at]) ? ' ' : text.bytes[at]);
            next = at + 1;
        }
        at = next;
    }
    if (walk.link_end > 0)
        buffer_add_text(html, "</a>");
    free(walk.dropped);
}

/* A block, as its first line has it. */
struct kind {
    const char *open, *close;
    size_t mark; /* bytes of the line that are no text */
};

static struct kind
kind_of(struct slice line)
{
    size_t level = 0, digits = 0;

    while (level < line.length && line.bytes[level] == '#')
        level++;
    while (digits < line.length && byte_is_digit(line.bytes[digits]))
        digits++;
    if (level > 0 && level <= 6 && byte_is_space(byte_at(line, level)))
        return (struct kind){ "<h3>", "</h3>", level };
    if (slice_starts(line, "- ") || slice_starts(line, "* ") || slice_starts(line, "+ "))
        return (struct kind){ "<ul><li>", "</li></ul>", 2 };
    if (digits > 0 && digits < 4 && slice_starts(slice_from(line, digits), ". "))
        return (struct kind){ "<p>", "</p>", 0 };
    return (struct kind){ NULL, "</p>", 0 };
}

static void
add_block(struct slice block, const struct kind *kind, bool alone, struct buffer *html)
{
    bool bare = alone && kind->open == NULL;

    if (block.length == 0)
        return;
    if (!bare)
        buffer_add_text(html, kind->open != NULL ? kind->open : "<p>");
    add_inline(block, html);
    if (!bare)
        buffer_add_text(html, kind->close);
}

void
markup_html(struct slice text, struct buffer *html)
{
    struct slice rest = slice_trim(text), line, whole = rest, block = { "", 0 };
    struct kind kind = { NULL, "</p>", 0 };

    while (slice_take_line(&rest, &line)) {
        struct slice trimmed = slice_trim(line);
        struct kind next = kind_of(trimmed);
        size_t end = (size_t)(trimmed.bytes - whole.bytes) + trimmed.length;

        if (trimmed.length == 0 || next.open != NULL) {
            add_block(block, &kind, block.length == whole.length, html);
            block = slice_make("", 0);
            kind = next;
        }
        if (trimmed.length > 0) {
            size_t start = block.length > 0 ? (size_t)(block.bytes - whole.bytes)
                                            : (size_t)(trimmed.bytes - whole.bytes) + next.mark;

            block = slice_range(whole, start, end);
        }
    }
    add_block(block, &kind, block.length == whole.length, html);
}
