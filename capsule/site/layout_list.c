/* layout_list.c - lists that a theme's layout puts below a page's text. */
#include "site/layout_list.h"

#include "site/site.h"

/* How many posts the author's own layout OWN shows: `in site.posts limit:5`; 0 without a limit. */
static unsigned long
limit_of(const struct included *own)
{
    struct slice loop = own != NULL ? own->text : slice_make("", 0);
    size_t at = slice_find(loop, " in site.posts"), limit;
    unsigned long most = 0;

    if (at == SLICE_NONE)
        return 0;
    loop = slice_from(loop, at);
    loop = slice_range(loop, 0, slice_find(loop, "%}"));
    limit = slice_find(loop, "limit:");
    if (limit == SLICE_NONE)
        return 0;
    loop = slice_trim_left(slice_from(loop, limit + slice_of("limit:").length));
    slice_to_number(slice_range(loop, 0, slice_find_none(loop, "0123456789")), 1000, &most);
    return most;
}

static void
add_posts(const struct entry *entry, const struct included *own, struct buffer *out)
{
    struct slice title = slice_trim(yaml_get_text(entry->meta, "list_title"));
    unsigned long most = limit_of(own);

    if (title.length > 0)
        buffer_format(out, "\n\n<h2>%.*s</h2>\n\n", (int)title.length, title.bytes);
    buffer_add_text(out, "{% for post in site.posts");
    if (most > 0)
        buffer_format(out, " limit: %lu", most);
    buffer_add_text(out, " %}{{ post.title }}{% endfor %}");
}

/* Whether TEXT may stand between quotation marks, or be a name, in Liquid. */
static bool
is_plain(struct slice text)
{
    return text.length > 0 && slice_find_any(text, "\"'{}%\n") == SLICE_NONE;
}

/* As minimal-mistakes orders it. */
static void
add_collection(const struct entry *entry, const struct included *own, struct buffer *out)
{
    struct slice name = slice_trim(yaml_get_text(entry->meta, "collection"));
    struct slice key = slice_trim(yaml_get_text(entry->meta, "sort_by"));
    bool reversed = slice_is(slice_trim(yaml_get_text(entry->meta, "sort_order")), "reverse");

    (void)own;
    if (!is_plain(name) || slice_find_any(name, " .[") != SLICE_NONE)
        return;
    buffer_format(out, "{%% assign entries = site.%.*s%s%s%s %%}", (int)name.length, name.bytes,
                  slice_is(key, "title") ? " | sort: 'title'" : "", slice_is(key, "date") ? " | sort: 'date'" : "",
                  reversed ? " | reverse" : "");
    buffer_add_text(out, "{% for post in entries %}{{ post.title }}{{ post.excerpt }}{% endfor %}");
}

static void
add_taxonomy(const char *list, const struct entry *entry, struct buffer *out)
{
    struct slice name = slice_trim(yaml_get_text(entry->meta, "taxonomy"));

    if (is_plain(name))
        buffer_format(out, "{%% for post in site.%s[\"%.*s\"] %%}{{ post.title }}{%% endfor %%}", list,
                      (int)name.length, name.bytes);
}

static void
add_category(const struct entry *entry, const struct included *own, struct buffer *out)
{
    (void)own;
    add_taxonomy("categories", entry, out);
}

static void
add_tag(const struct entry *entry, const struct included *own, struct buffer *out)
{
    (void)own;
    add_taxonomy("tags", entry, out);
}

static const struct {
    const char *layout;
    bool if_empty; /* in some themes it lists nothing: only where the page has no text of its own */
    void (*add)(const struct entry *entry, const struct included *own, struct buffer *out);
} layouts[] = {
    { "home", false, add_posts },
    { "posts", false, add_posts },
    { "categories", false, add_posts },
    { "tags", false, add_posts },
    { "archive", true, add_posts },
    { "blog", true, add_posts },
    { "post-list", true, add_posts },
    { "collection", false, add_collection },
    { "book-shelf", false, add_collection },
    { "category", false, add_category },
    { "tag", false, add_tag },
};

bool
layout_list_has(struct slice layout)
{
    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
        if (slice_is(layout, layouts[i].layout))
            return true;
    return false;
}

/* Whether TEXT asks for lists of posts or documents. */
static bool
lists(struct slice text)
{
    static const char *const signs[] = { "site.posts", "paginator",  "site.categories", "site.tags",
                                         "posts-",     "documents-", "site[",           "entries" };

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (slice_find(text, signs[i]) != SLICE_NONE)
            return true;
    return false;
}

void
layout_list_add(const struct entry *entry, struct slice layout, const struct included *own, struct slice body,
                struct buffer *out)
{
    bool empty = slice_is_blank(body);

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
        if (slice_is(layout, layouts[i].layout) &&
            (empty || (!layouts[i].if_empty && !lists(body) && (own == NULL || lists(own->text)))))
            layouts[i].add(entry, own, out);
}
