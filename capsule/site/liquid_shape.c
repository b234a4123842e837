/* liquid_shape.c - a look at a loop's body before it runs. */
#include "site/liquid_shape.h"

/* Parts of themes that print one document, the longer names first. */
static const struct {
    const char *prefix;
    struct listing_style style;
} entries[] = {
    { "archive-single-talk-cv", { .item = true } },
    { "archive-single-talk", { .excerpt = true } },
    { "archive-single-cv", { .citation = true, .item = true } },
    { "archive-single", { .excerpt = true, .citation = true } },
    { "projects", { .excerpt = false } },
};

bool
liquid_shape_entry(struct slice name, struct listing_style *style)
{
    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
        if (slice_starts(name, entries[i].prefix)) {
            *style = entries[i].style;
            return true;
        }
    return false;
}

struct look {
    struct slice variable;
    bool documents;
    struct listing_style *style;
};

static struct slice
take_name(struct slice *rest)
{
    struct slice text = slice_trim_left(*rest);
    size_t end = 0;

    while (end < text.length &&
           (byte_is_alnum(text.bytes[end]) || slice_find_byte(slice_of("_-."), text.bytes[end]) != SLICE_NONE))
        end++;
    *rest = slice_from(text, end);
    return slice_range(text, 0, end);
}

/* True if NAME is the variable itself or a part of it that the lists show. */
static bool
is_shown(const struct look *look, struct slice name)
{
    struct slice key = name, root;

    if (!slice_take_part(&key, '.', &root) || !slice_equal(root, look->variable))
        return false;
    if (look->documents && slice_is(key, "excerpt"))
        look->style->excerpt = true;
    return key.length == 0 || listing_shows(key, look->documents);
}

/* What stands in front of a path and says nothing: `site.url`, `site.baseurl`, a literal. */
static bool
is_output_shown(const struct look *look, struct slice output)
{
    struct slice name;

    if (slice_starts(output, "'") || slice_starts(output, "\""))
        return true;
    name = take_name(&output);
    return slice_is(name, "site.url") || slice_is(name, "site.baseurl") || slice_is(name, "base_path") ||
           is_shown(look, name);
}

/* Only that something is there: a comparison may leave items out. */
static bool
is_condition_plain(const struct look *look, struct slice condition)
{
    struct slice name = take_name(&condition);

    return is_shown(look, name) && slice_is_blank(condition);
}

static bool
is_tag_plain(const struct look *look, struct slice tag)
{
    struct slice name = take_name(&tag);

    if (slice_is(name, "if"))
        return is_condition_plain(look, tag);
    if (slice_is(name, "unless"))
        return slice_is(slice_trim(tag), "forloop.last") || slice_is(slice_trim(tag), "forloop.first");
    if (slice_is(name, "include") && look->documents)
        return liquid_shape_entry(slice_trim(tag), look->style);
    return slice_is(name, "endif") || slice_is(name, "endunless");
}

static struct slice
inside(struct slice text)
{
    text = slice_trim(text);
    if (slice_starts(text, "-"))
        text = slice_from(text, 1);
    if (slice_ends(text, "-"))
        text = slice_range(text, 0, text.length - 1);
    return slice_trim(text);
}

bool
liquid_shape_lists(struct slice body, struct slice variable, bool documents, struct listing_style *style)
{
    struct look look = { variable, documents, style };
    bool shows = false;

    *style = (struct listing_style){ .excerpt = false };
    for (;;) {
        size_t open = slice_find_byte(body, '{'), close;
        bool tag;

        body = slice_from(body, open);
        if (open == SLICE_NONE || body.length < 2)
            return shows;
        tag = body.bytes[1] == '%';
        if (!tag && body.bytes[1] != '{') {
            body = slice_from(body, 1);
            continue;
        }
        close = slice_find(body, tag ? "%}" : "}}");
        if (close == SLICE_NONE)
            return false;
        if (tag && slice_starts(inside(slice_range(body, 2, close)), "endfor"))
            return shows;
        if (tag ? !is_tag_plain(&look, inside(slice_range(body, 2, close)))
                : !is_output_shown(&look, inside(slice_range(body, 2, close))))
            return false;
        shows = true;
        body = slice_from(body, close + 2);
    }
}
