/* export_links.c - link lines, one by one. */
#include "command/export_links.h"

#include "base/uri.h"

/* How much of ONE and OTHER is the same folder, with its final '/'. */
static size_t
common_folder(struct slice one, struct slice other)
{
    size_t common = 0;

    for (size_t i = 0; i < one.length && i < other.length && one.bytes[i] == other.bytes[i]; i++)
        if (one.bytes[i] == '/')
            common = i + 1;
    return common;
}

void
export_reference(struct slice page, struct slice name, struct buffer *out)
{
    size_t common = common_folder(page, name), start = out->length;
    struct slice up = slice_from(page, common), down = slice_from(name, common);

    for (size_t i = 0; i < up.length; i++)
        if (up.bytes[i] == '/')
            buffer_add_text(out, "../");
    if (out->length == start && slice_find_byte(down, ':') != SLICE_NONE)
        buffer_add_text(out, "./");
    uri_encode(down, "/:", out);
}

/* The name of what URL leads to inside the capsule; empty for everything else. REST is its query and fragment. */
static struct slice
find_name(struct slice url, const struct export_names *names, struct slice *rest)
{
    size_t end = slice_find_any(url, "?#");
    struct buffer key = { 0 };
    struct slice name;

    if (!slice_starts(url, "/") || slice_starts(url, "//"))
        return slice_of(NULL);
    *rest = end == SLICE_NONE ? slice_of(NULL) : slice_from(url, end);
    uri_decode(slice_range(url, 0, end), &key);
    name = export_names_find(names, buffer_slice(&key));
    buffer_clear(&key);
    return name;
}

static void
add_link(struct slice line, struct slice page, const struct export_names *names, struct buffer *out)
{
    struct slice target = slice_trim_left(slice_from(line, 2)), rest, name;
    size_t end = slice_find_any(target, " \t");

    name = find_name(slice_range(target, 0, end), names, &rest);
    if (name.length == 0) {
        buffer_add(out, line);
        return;
    }
    buffer_add_text(out, "=> ");
    export_reference(page, name, out);
    buffer_add(out, rest);
    if (end != SLICE_NONE)
        buffer_add(out, slice_from(target, end));
}

void
export_links(struct slice gemtext, struct slice page, const struct export_names *names, struct buffer *out)
{
    struct slice line;
    bool verbatim = false;

    while (slice_take_line(&gemtext, &line)) {
        if (slice_starts(line, "```"))
            verbatim = !verbatim;
        if (!verbatim && slice_starts(line, "=>"))
            add_link(line, page, names, out);
        else
            buffer_add(out, line);
        buffer_add_byte(out, '\n');
    }
}

/* URL without its scheme: "tea.example/x/". */
static void
add_feed_url(struct slice url, const struct export_names *names, struct buffer *out)
{
    size_t slash = slice_find_byte(url, '/');
    struct slice rest = slice_of(NULL), name = slice_of(NULL);

    if (slash != SLICE_NONE)
        name = find_name(slice_from(url, slash), names, &rest);
    if (name.length == 0) {
        buffer_add(out, url);
        return;
    }
    buffer_add(out, slice_range(url, 0, slash + 1));
    uri_encode(name, "/", out);
    buffer_add(out, rest);
}

void
export_feed(struct slice feed, const struct export_names *names, struct buffer *out)
{
    static const struct slice start = SLICE("href=\"gemini://");
    size_t at;

    while ((at = slice_find(feed, start.bytes)) != SLICE_NONE) {
        struct slice url = slice_from(feed, at + start.length);
        size_t end = slice_find_byte(url, '"');

        url = slice_range(url, 0, end);
        buffer_add(out, slice_range(feed, 0, at + start.length));
        add_feed_url(url, names, out);
        feed = slice_from(feed, at + start.length + url.length);
    }
    buffer_add(out, feed);
}
