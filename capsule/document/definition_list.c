/* definition_list.c - terms, and the definitions below them. */
#include "document/definition_list.h"

#include "document/markdown_table.h"

static bool
is_definition(struct slice line)
{
    size_t indented = blocks_indentation(line);

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

static bool
is_underline(struct slice line)
{
    return slice_find_none(slice_trim_right(line), "=") == SLICE_NONE ||
           slice_find_none(slice_trim_right(line), "-") == SLICE_NONE;
}

/* The lines before a definition are terms if they are a short plain text. */
static bool
has_terms(const struct blocks_pass *pass, size_t first)
{
    struct slice line;
    bool ordered;

    if (first >= pass->out->count || pass->out->count - first > 3)
        return false;
    for (size_t i = first; i < pass->out->count; i++) {
        line = lined_line(pass->out, i);
        if (blocks_marker_width(line, &ordered) > 0 || is_heading(line) || is_underline(line) ||
            slice_find_any(slice_range(line, 0, 1), "|<>: ") != SLICE_NONE)
            return false;
    }
    return true;
}

/* The lines put from FIRST on are a table with a delimiter row. */
static bool
is_table(const struct blocks_pass *pass, size_t first, size_t end)
{
    return first + 1 < end && markdown_table_is_delimiter(lined_line(pass->out, first + 1));
}

bool
definition_list_take_caption(struct blocks_pass *pass, struct slice line)
{
    bool below = pass->chunk_at < pass->out->count;
    size_t first = below ? pass->chunk_at : pass->before_at;

    if (pass->html.depth > 0 || !is_definition(line) || !is_table(pass, first, pass->out->count))
        return false;
    if (below)
        blocks_put_text(pass, "");
    blocks_put(pass, slice_trim_left(slice_from(slice_trim_left(line), 1)));
    pass->index++;
    return true;
}

bool
definition_list_begins(struct blocks_pass *pass, struct slice line)
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
    blocks_put(pass, slice_of(""));
    return false;
}

/* LINE with COLUMNS blanks less in front, or as many as there are. */
static void
put_dedented(struct blocks_pass *pass, struct slice line, size_t columns)
{
    size_t indented = blocks_indentation(line);

    blocks_put_indented(pass, line, indented > columns ? indented - columns : 0);
}

/*
 * At blank lines: a definition goes on behind them with what is indented as far as its text, COLUMN. Then they are put,
 * and the pass stands at the next text; else it stays.
 */
static bool
goes_on_after_blank(struct blocks_pass *pass, size_t column)
{
    size_t next = pass->index;
    struct slice line;

    while (next < pass->in->count && slice_is_blank(lined_line(pass->in, next)))
        next++;
    line = lined_line(pass->in, next);
    if (next == pass->in->count || blocks_indentation(line) < column || is_definition(line))
        return false;
    for (; pass->index < next; pass->index++)
        blocks_put_text(pass, "");
    return true;
}

static void
put_definition(struct blocks_pass *pass)
{
    struct slice line = lined_line(pass->in, pass->index), text = slice_from(slice_trim_left(line), 1);
    size_t column = blocks_indentation(line) + 1 + blocks_indentation(text);

    blocks_put_text(pass, "<dd>");
    blocks_put_text(pass, "");
    blocks_put(pass, slice_trim_left(text));
    for (pass->index++; pass->index < pass->in->count; pass->index++) {
        line = lined_line(pass->in, pass->index);
        if (is_definition(line) || (slice_is_blank(line) && !goes_on_after_blank(pass, column < 4 ? column : 4)))
            break;
        put_dedented(pass, lined_line(pass->in, pass->index), column);
    }
    blocks_put_text(pass, "");
    blocks_put_text(pass, "</dd>");
}

/* The line of a further definition, here or behind blank lines; the end of the text without one. */
static size_t
next_definition(const struct blocks_pass *pass)
{
    size_t next = pass->index;

    while (next < pass->in->count && slice_is_blank(lined_line(pass->in, next)))
        next++;
    return next < pass->in->count && is_definition(lined_line(pass->in, next)) ? next : pass->in->count;
}

void
definition_list_put(struct blocks_pass *pass, size_t first)
{
    struct lined terms = { 0 };

    for (size_t i = first; i < pass->out->count; i++)
        lined_add(&terms, lined_line(pass->out, i), lined_number(pass->out, i));
    lined_truncate(pass->out, first);
    blocks_put_text(pass, "<dl>");
    for (size_t i = 0; i < terms.count; i++) {
        blocks_put_text(pass, "<dt>");
        blocks_put_text(pass, "");
        lined_add(pass->out, lined_line(&terms, i), lined_number(&terms, i));
        blocks_put_text(pass, "");
        blocks_put_text(pass, "</dt>");
    }
    for (size_t next; (next = next_definition(pass)) < pass->in->count;) {
        pass->index = next;
        put_definition(pass);
    }
    blocks_put_text(pass, "</dl>");
    blocks_put_text(pass, "");
    lined_clear(&terms);
}
