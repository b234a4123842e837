/* shortcode.c - the walk over a page's text: where shortcodes begin and end. */
#include "site/shortcode.h"

#include "site/hugo_section.h"
#include "site/shortcode_tag.h"
#include "site/site_data.h"

struct pass {
    struct shortcode_place place;
    struct slice rest;
    struct map *closed; /* names that some `/name` ends */
    struct spliced *out;
};

enum { LONGEST = 4096 }; /* bytes of a shortcode: what is longer is text */

/* The length of the shortcode at the head of TEXT, marks included; 0 if it does not end. Quotes may hold its mark. */
static size_t
length_of(struct slice text)
{
    const char *end = slice_starts(text, "{{<") ? ">}}" : "%}}";
    char quote = '\0';
    size_t plain;

    text = slice_range(text, 0, LONGEST);
    for (size_t i = 3; i < text.length; i++) {
        char byte = text.bytes[i];

        if (quote == '\0' && slice_starts(slice_from(text, i), end))
            return i + 3;
        if (quote != '\0' && byte == '\\' && quote == '"')
            i++;
        else if (byte == quote)
            quote = '\0';
        else if (quote == '\0' && (byte == '"' || byte == '`'))
            quote = byte;
    }
    plain = slice_find(text, end); /* a quote was left open */
    return plain == SLICE_NONE ? 0 : plain + 3;
}

static bool
is_mark(struct slice text)
{
    return slice_starts(text, "{{<") || slice_starts(text, "{{%");
}

/* The next mark of an opening, or SLICE_NONE. */
static size_t
find_mark(struct slice text)
{
    for (size_t at = 0; at < text.length; at++) {
        size_t brace = slice_find_byte(slice_from(text, at), '{');

        if (brace == SLICE_NONE)
            return SLICE_NONE;
        at += brace;
        if (is_mark(slice_from(text, at)))
            return at;
    }
    return SLICE_NONE;
}

static void
copy(struct pass *pass, size_t length)
{
    struct slice text = slice_range(pass->rest, 0, length), line, rest = text;

    spliced_add(pass->out, text, pass->place.entry->source, pass->place.line);
    while (slice_find_byte(rest, '\n') != SLICE_NONE && slice_take_line(&rest, &line))
        pass->place.line++;
    pass->rest = slice_from(pass->rest, length);
}

static void
skip(struct pass *pass, size_t length)
{
    struct slice rest = slice_range(pass->rest, 0, length), line;

    while (slice_find_byte(rest, '\n') != SLICE_NONE && slice_take_line(&rest, &line))
        pass->place.line++;
    pass->rest = slice_from(pass->rest, length);
}

/* An author writes `{{</ * x * />}}` (without the blanks) to show a shortcode as it is. */
static bool
copy_escaped(struct pass *pass, struct slice whole)
{
    struct slice inside = slice_range(whole, 3, whole.length - 3);

    if (!slice_starts(inside, "/*") || !slice_ends(inside, "*/") || inside.length < 4)
        return false;
    spliced_add(pass->out, slice_range(whole, 0, 3), pass->place.entry->source, pass->place.line);
    skip(pass, 5);
    copy(pass, inside.length - 4);
    skip(pass, 2);
    copy(pass, 3);
    return true;
}

static void
expand(struct pass *pass, size_t length)
{
    struct slice whole = slice_range(pass->rest, 0, length);
    struct buffer text = { 0 };
    struct shortcode code;

    if (copy_escaped(pass, whole))
        return;
    shortcode_read(slice_range(whole, 3, whole.length - 3), &code);
    code.is_paired = map_find(pass->closed, code.name) != NULL;
    shortcode_put(&pass->place, &code, &text);
    spliced_add_generated(pass->out, buffer_slice(&text), pass->place.entry->source, pass->place.line);
    buffer_clear(&text);
    skip(pass, length);
}

/* Which shortcodes have an end: an opening alone does not tell. */
static void
note_closed(struct pass *pass, struct slice text)
{
    size_t at;

    while ((at = find_mark(text)) != SLICE_NONE) {
        struct slice inside;
        struct shortcode code;

        text = slice_from(text, at);
        inside = slice_trim_left(slice_range(text, 3, 80));
        text = slice_from(text, 3);
        if (!slice_starts(inside, "/"))
            continue;
        shortcode_read(slice_range(inside, 0, slice_find_any(inside, ">%")), &code);
        map_put(pass->closed, code.name, pass);
    }
}

static void
walk(struct pass *pass)
{
    size_t at, length;

    while ((at = find_mark(pass->rest)) != SLICE_NONE) {
        copy(pass, at);
        length = length_of(pass->rest);
        if (length > 0)
            expand(pass, length);
        else
            copy(pass, 3);
    }
    copy(pass, pass->rest.length);
}

bool
shortcode_expand(struct library *library, const struct entry *entry, struct slice body, unsigned line,
                 struct findings *findings, struct spliced *out)
{
    struct pass pass = { .place = { library, entry, line, findings }, .rest = body, .out = out };
    struct buffer list = { 0 };
    bool marks = find_mark(body) != SLICE_NONE;

    hugo_section_list(library, entry, body, &list);
    if (marks || list.length > 0) {
        pass.closed = map_new();
        note_closed(&pass, body);
        walk(&pass);
        map_free(pass.closed);
    }
    if (list.length > 0)
        spliced_add_generated(out, buffer_slice(&list), entry->source, 1);
    marks = marks || list.length > 0;
    buffer_clear(&list);
    return marks;
}
