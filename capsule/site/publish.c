/* publish.c - from the files of a tree to published entries, by Jekyll's rules. */
#include "site/publish.h"

#include "site/permalink.h"
#include "site/place.h"
#include "site/site_data.h"
#include "site/source.h"

/* Where a page without a permalink of its own stands (2.1). */
static void
put_page_url(const struct site *site, const struct permalink_page *page, struct buffer *raw)
{
    if (!source_is_html_extension(page->output_ext)) {
        permalink_expand_page(slice_of("/:path/:basename:output_ext"), page, raw);
    } else if (slice_is(page->basename, "index")) {
        permalink_expand_page(slice_of("/:path/"), page, raw);
    } else {
        permalink_expand_page(slice_of("/:path/:basename"), page, raw);
        permalink_expand_page(permalink_suffix(site->permalink), page, raw);
    }
}

void
publish_page(struct site *site, struct placement *placement, struct slice path, const struct head *head)
{
    struct source_parts parts = source_split(path);
    struct permalink_page page = { parts.folder, parts.basename, source_output_extension(site, &parts) };
    struct head full = *head;
    struct slice permalink;
    struct entry *entry;
    struct buffer raw = { 0 };

    if (head_hides(head->meta)) /* a page's own word only: Jekyll does not ask the defaults here */
        return;
    full.meta = defaults_apply(&site->defaults, head->meta, path, slice_of("pages"), site->arena);
    permalink = slice_trim(yaml_get_text(full.meta, "permalink"));
    entry = source_entry(site, ENTRY_PAGE, path, &full);
    if (permalink.length > 0)
        permalink_expand_page(permalink, &page, &raw);
    else
        put_page_url(site, &page, &raw);
    source_place(site, placement, entry, PLACE_PAGE, 0, &raw, page.output_ext);
}

void
publish_file(struct site *site, struct placement *placement, struct slice path)
{
    struct buffer url = { 0 };

    if (!defaults_publish_file(&site->defaults, path, slice_make("", 0), site->arena))
        return;
    buffer_add_byte(&url, '/');
    permalink_encode(path, &url);
    place_add(site, placement, source_entry(site, ENTRY_FILE, path, NULL), PLACE_FILE, 0, buffer_slice(&url),
              slice_make("", 0));
    buffer_clear(&url);
}

static void
add_general(struct site *site, struct placement *placement, struct slice path)
{
    struct head head;

    if (!site_read_head(site, path, site->findings, &head))
        site_lose(site, path, FINDING_ERROR);
    else if (head.begins)
        publish_page(site, placement, path, &head);
    else
        publish_file(site, placement, path);
}

/* Without a page at `/`, the root's index.md or README.md is it, front matter or not (8.16); its own path leads there. */
static void
adopt_home(struct site *site)
{
    static const char *const names[] = { "/index.md", "/README.md" };
    struct entry *entry = NULL, *old;

    if (site_answer(site, slice_of("/")) != NULL)
        return;
    for (size_t i = 0; i < 2 && entry == NULL; i++)
        entry = map_find(site->keys, slice_of(names[i]));
    if (entry == NULL || entry->kind != ENTRY_FILE)
        return;
    old = arena_take(site->arena, sizeof(*old));
    *old = (struct entry){ .kind = ENTRY_REDIRECT, .path = entry->path, .key = entry->key, .source = entry->source };
    entry->kind = ENTRY_PAGE;
    entry->path = entry->key = old->target = slice_of("/");
    entry->lang = site->lang;
    map_put(site->keys, entry->key, entry);
    site_add(site, old);
}

/* Files that plugins make for browsers; links to them lead to the web. */
static const struct {
    const char *plugin, *path;
} plugin_files[] = {
    { "jekyll-feed", "/feed.xml" },
    { "jekyll-sitemap", "/sitemap.xml" },
};

static bool
names_plugin(const struct yaml *list, const char *plugin)
{
    bool named = false;

    for (size_t i = 0; yaml_kind(list) == YAML_LIST && i < yaml_count(list) && !named; i++)
        named = slice_is(slice_trim(yaml_text(yaml_item(list, i))), plugin);
    return named;
}

static bool
has_plugin(const struct site *site, const char *plugin)
{
    return names_plugin(yaml_get(site->config, "plugins"), plugin) ||
           names_plugin(yaml_get(site->config, "gems"), plugin);
}

static void
note_plugins(struct site *site)
{
    for (size_t i = 0; i < sizeof(plugin_files) / sizeof(plugin_files[0]); i++)
        if (has_plugin(site, plugin_files[i].plugin))
            map_put(site->web_only, slice_of(plugin_files[i].path), site);
    site->has_emoji = has_plugin(site, "jemoji");
}

void
publish_jekyll(struct site *site)
{
    struct placement placement = { 0 };
    unsigned long most;

    for (size_t i = 0; i < tree_count(site->tree); i++) {
        struct slice path = tree_path(site->tree, i);
        const struct collection *collection = collections_of(&site->collections, path);
        size_t posts = collection == NULL ? collections_posts_base(&site->collections, path) : 0;

        if (collection != NULL)
            publish_collected(site, &placement, collection, path);
        if (posts > 0)
            publish_post(site, &placement, path, posts);
        if (visibility_shows(site->visibility, path))
            add_general(site, &placement, path);
    }
    if (slice_to_number(yaml_get_text(site->config, "limit_posts"), 1000000, &most) && most > 0)
        place_keep_last(&placement, 0, most);
    place_finish(site, &placement);
    site_keep_lost(site);
    adopt_home(site);
    note_plugins(site);
}
