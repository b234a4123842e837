/* liquid_shape.c - a look at a loop's body before it runs. */
#include "site/liquid_shape.h"

#include <stdlib.h>

#include "site/site_data.h"

/* Parts of themes that print one document, the longer names first. */
static const struct {
    const char *prefix;
    struct listing_style style;
} entries[] = {
    { "archive-single-talk-cv", { .item = true } },
    { "archive-single-talk", { .excerpt = true } },
    { "archive-single-cv", { .citation = true, .item = true } },
    { "archive-single", { .excerpt = true, .citation = true } },
    { "projects", { .citation = true } },
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
    const struct value_list *items;
    bool documents, posts;
    struct listing_style *style;
    size_t depth; /* loops inside the loop */
    bool mild;    /* the last condition asked for a picture or a link, without which an item is no other one */
    bool heading; /* the place is in one */
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

/* What no item has prints nothing. */
static bool
has_any(const struct value_list *items, struct slice key)
{
    char *name = slice_copy(key);
    bool found = false;

    for (size_t i = 0; i < items->count && !found; i++) {
        const struct value *item = &items->items[i];

        if (item->kind == VALUE_ENTRY)
            found = yaml_get(item->entry->meta, name) != NULL;
        else if (item->kind == VALUE_DATA)
            found = yaml_get(item->data, name) != NULL;
    }
    free(name);
    return found;
}

/* Properties that documents have although no front matter says so. */
static bool
is_made(struct slice key)
{
    static const char *const made[] = {
        "content", "tags", "categories", "path", "relative_path", "name", "collection"
    };

    for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
        if (slice_is(key, made[i]))
            return true;
    return false;
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
    if (key.length == 0 || listing_shows(key, look->documents))
        return true;
    slice_take_part(&key, '.', &root);
    return !(look->documents && is_made(root)) && !has_any(look->items, root);
}

/* What stands in front of a path and says nothing: `site.url`, `site.baseurl`, a literal. */
static bool
is_output_shown(const struct look *look, struct slice output)
{
    struct slice name, content = output;

    if (slice_starts(output, "'") || slice_starts(output, "\""))
        return true;
    name = take_name(&output);
    if (slice_is(name, "site.url") || slice_is(name, "site.baseurl") || slice_is(name, "base_path") ||
        is_shown(look, name))
        return true;
    return look->posts && !look->heading && !slice_ends(take_name(&content), ".content");
}

static bool
is_blank_word(struct slice word)
{
    static const char *const words[] = { "", "blank", "empty", "nil", "null", "\"\"", "''" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

static bool
is_mild(const struct look *look, struct slice name)
{
    static const char *const keys[] = { "image", "img", "teaser",   "thumbnail", "header.teaser", "header.image",
                                        "link",  "url", "redirect", "excerpt",   "description" };
    struct slice root;

    slice_take_part(&name, '.', &root);
    for (size_t i = 0; look->documents && i < sizeof(keys) / sizeof(keys[0]); i++)
        if (slice_is(name, keys[i]))
            return true;
    return look->posts;
}

/* Only that something is there: a comparison may leave items out. */
static bool
is_condition_plain(struct look *look, struct slice condition)
{
    struct slice name = take_name(&condition);

    look->mild = is_mild(look, name);
    condition = slice_trim(condition);
    if (look->posts && (slice_starts(condition, "==") || slice_starts(condition, "!=")))
        return is_blank_word(slice_trim(slice_from(condition, 2)));
    if (look->posts && slice_is(condition, "contains '://'"))
        return true;
    return (look->posts || is_shown(look, name)) && condition.length == 0;
}

/* A loop over something of the item's own. */
static bool
is_inner_loop(const struct look *look, struct slice argument)
{
    size_t in = slice_find(argument, " in ");
    struct slice rest = slice_from(argument, in == SLICE_NONE ? argument.length : in + 4), name = take_name(&rest),
                 root;

    return slice_take_part(&name, '.', &root) && slice_equal(root, look->variable);
}

/* What a loop over posts may do besides. */
static bool
is_tag_of_posts(struct look *look, struct slice name, struct slice rest)
{
    if (slice_is(name, "for") && is_inner_loop(look, rest)) {
        look->depth++;
        return true;
    }
    if (slice_is(name, "elsif"))
        return is_condition_plain(look, rest);
    return slice_is(name, "assign");
}

static bool
is_tag_plain(struct look *look, struct slice tag)
{
    struct slice name = take_name(&tag);

    if (look->posts && is_tag_of_posts(look, name, tag))
        return true;
    if (slice_is(name, "if"))
        return is_condition_plain(look, tag);
    if (slice_is(name, "else"))
        return look->mild;
    if (slice_is(name, "unless"))
        return slice_is(slice_trim(tag), "forloop.last") || slice_is(slice_trim(tag), "forloop.first");
    if (slice_is(name, "include") && look->documents)
        return liquid_shape_entry(slice_trim(tag), look->style);
    return slice_is(name, "endif") || slice_is(name, "endunless");
}

/* Whether a heading is open behind TEXT, which is HTML between two tags of Liquid. */
static void
note_headings(struct look *look, struct slice text)
{
    for (size_t at; (at = slice_find(text, "<")) != SLICE_NONE; text = slice_from(text, at + 2)) {
        struct slice tag = slice_from(text, at + 1);
        bool end = slice_starts(tag, "/");

        tag = slice_range(slice_from(tag, end), 0, 2);
        if (tag.length == 2 && byte_lower(tag.bytes[0]) == 'h' && byte_is_digit(tag.bytes[1]))
            look->heading = !end;
    }
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

/* Moves *BODY behind the next tag or output, the inside of which is *INNER; false at the end, or at one without end. */
static bool
take_mark(struct look *look, struct slice *body, struct slice *inner, bool *tag)
{
    for (;;) {
        size_t open = slice_find_byte(*body, '{'), close;
        struct slice before = slice_range(*body, 0, open);

        *body = slice_from(*body, open);
        if (open == SLICE_NONE || body->length < 2)
            return false;
        note_headings(look, before);
        *tag = body->bytes[1] == '%';
        if (!*tag && body->bytes[1] != '{') {
            *body = slice_from(*body, 1);
            continue;
        }
        close = slice_find(*body, *tag ? "%}" : "}}");
        if (close == SLICE_NONE)
            return false;
        *inner = inside(slice_range(*body, 2, close));
        *body = slice_from(*body, close + 2);
        return true;
    }
}

bool
liquid_shape_lists(struct slice body, struct slice variable, const struct value_list *items,
                   struct listing_style *style)
{
    bool documents = listing_is_documents(items);
    struct look look = { .variable = variable,
                         .items = items,
                         .documents = documents,
                         .posts = documents && slice_is(items->collection, "posts"),
                         .style = style };
    struct slice inner;
    bool shows = false, tag;

    *style = (struct listing_style){ .excerpt = false };
    while (take_mark(&look, &body, &inner, &tag)) {
        if (tag && slice_starts(inner, "endfor") && look.depth-- == 0)
            return shows;
        if (tag && slice_starts(inner, "endfor"))
            continue;
        if (tag ? !is_tag_plain(&look, inner) : !is_output_shown(&look, inner))
            return false;
        shows = true;
    }
    return shows;
}
