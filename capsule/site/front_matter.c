/* front_matter.c - where a page's header ends and its text begins. */
#include "site/front_matter.h"

static struct slice
without_byte_order_mark(struct slice text)
{
    return slice_starts(text, "\xef\xbb\xbf") ? slice_from(text, 3) : text;
}

/* `---` with white space only behind it. */
static bool
is_fence(struct slice line, const char *mark)
{
    return slice_starts(line, mark) && slice_is_blank(slice_from(line, 3));
}

bool
front_matter_begins(struct slice text)
{
    struct slice rest = without_byte_order_mark(text), line;

    return slice_take_line(&rest, &line) && is_fence(line, "---");
}

/* What closes a header that MARK has opened: YAML has a mark of its own for the end of a document. */
static bool
closes(struct slice line, const char *mark)
{
    return is_fence(line, mark) || (slice_is(slice_of(mark), "---") && is_fence(line, "..."));
}

/* Moves REST behind the closing line and counts the lines read. */
static bool
find_end(struct slice *rest, const char *mark, struct slice *header, unsigned *lines)
{
    struct slice start = *rest, line;

    while (slice_take_line(rest, &line)) {
        ++*lines;
        if (closes(line, mark)) {
            *header = slice_range(start, 0, (size_t)(line.bytes - start.bytes));
            return true;
        }
    }
    return false;
}

/* The length of the JSON object at the head of TEXT, 0 if it does not end. */
static size_t
object_length(struct slice text)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];

        if (byte == '\\' && quoted)
            i++;
        else if (byte == '"')
            quoted = !quoted;
        else if (byte == '{' && !quoted)
            depth++;
        else if (byte == '}' && !quoted && --depth == 0)
            return i + 1;
    }
    return 0;
}

static bool
split_object(struct slice text, struct slice *header, struct slice *body, unsigned *body_line)
{
    struct slice line, rest;

    *header = slice_range(text, 0, object_length(text));
    if (header->length == 0)
        return false;
    *body = slice_from(text, header->length);
    *body_line = 1;
    for (rest = *header; slice_find_byte(rest, '\n') != SLICE_NONE && slice_take_line(&rest, &line);)
        ++*body_line;
    if (slice_is_blank(slice_range(*body, 0, slice_find_byte(*body, '\n')))) {
        slice_take_line(body, &line);
        ++*body_line;
    }
    return true;
}

static bool
split_fenced(struct slice text, const char *mark, struct slice *header, struct slice *body, unsigned *body_line)
{
    struct slice rest = text, line;
    unsigned lines = 1;

    if (!slice_take_line(&rest, &line) || !is_fence(line, mark) || !find_end(&rest, mark, header, &lines))
        return false;
    *body = rest;
    *body_line = lines + 1;
    return true;
}

/* `{` that is no attribute list and no Liquid. */
static bool
begins_object(struct slice text)
{
    return slice_starts(text, "{") && slice_starts(slice_trim_left(slice_from(text, 1)), "\"");
}

enum front_matter_kind
front_matter_kind(struct slice text, enum front_matter_dialect dialect)
{
    struct slice rest = without_byte_order_mark(text), line = { "", 0 };

    if (front_matter_begins(text))
        return FRONT_MATTER_YAML;
    if (dialect == FRONT_MATTER_JEKYLL)
        return FRONT_MATTER_NONE;
    if (begins_object(rest))
        return FRONT_MATTER_JSON;
    slice_take_line(&rest, &line);
    return is_fence(line, "+++") ? FRONT_MATTER_TOML : FRONT_MATTER_NONE;
}

bool
front_matter_split_any(struct slice text, enum front_matter_dialect dialect, struct slice *header, struct slice *body,
                       unsigned *body_line)
{
    enum front_matter_kind kind = front_matter_kind(text, dialect);
    bool found = false;

    text = without_byte_order_mark(text);
    *header = slice_make(NULL, 0);
    *body = text;
    *body_line = 1;
    if (kind == FRONT_MATTER_JSON)
        found = split_object(text, header, body, body_line);
    else if (kind != FRONT_MATTER_NONE)
        found = split_fenced(text, kind == FRONT_MATTER_TOML ? "+++" : "---", header, body, body_line);
    return found;
}

bool
front_matter_split(struct slice text, struct slice *header, struct slice *body, unsigned *body_line)
{
    return front_matter_split_any(text, FRONT_MATTER_JEKYLL, header, body, body_line);
}
