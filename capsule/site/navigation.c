/* navigation.c - the links that the author put at the top of every page. */
#include "site/navigation.h"

#include <stdlib.h>

#include "base/uri.h"
#include "document/reader.h"
#include "site/account.h"
#include "site/menu_bar.h"
#include "site/site_data.h"

enum { MOST_ITEMS = 200 };

static bool
leads_home(const struct site *site, struct slice href, const struct target *target)
{
    struct uri uri;

    uri_split(href, &uri);
    if (!uri.has_scheme && !uri.has_authority && uri.path.length == 0)
        return true;
    return target->kind == TARGET_PAGE && site->home != NULL && slice_equal(target->url, site->home->path);
}

static bool
has_item(const struct navigation *navigation, const struct target *target)
{
    for (size_t i = 0; i < navigation->count; i++)
        if (slice_equal(navigation->items[i].target.url, target->url))
            return true;
    return false;
}

static void
keep_item(struct navigation *navigation, struct slice label, const struct target *target)
{
    if (navigation->count < MOST_ITEMS && target->kind != TARGET_NONE && !has_item(navigation, target))
        navigation->items[navigation->count++] = (struct navigation_item){ label, *target };
}

void
navigation_add(struct site *site, struct slice label, struct slice href, const char *file, unsigned line)
{
    struct target target;

    label = site_plain_text(label, site->arena);
    if (label.length == 0 || slice_is_blank(href))
        return;
    /* Themes put the site's base path in front of what begins at the root. */
    if (slice_starts(href, "/") && site->baseurl.length > 0)
        href = arena_format(site->arena, "%s%.*s", site->baseurl.bytes, (int)href.length, href.bytes);
    site_resolve(site, site->home, href, site->arena, &target);
    if (leads_home(site, href, &target))
        return;
    if (target.broken)
        findings_add(site->findings, FINDING_WARNING, "broken-link", file, line, 0,
                     "the navigation names %.*s, which the site does not publish", (int)href.length, href.bytes);
    keep_item(&site->navigation, label, &target);
}

/* A list that somebody wrote, and where. */
struct list {
    const struct yaml *items;
    const char *file;
};

/* `- title: ...` with a `url: ...`, as themes call these two; or `- About: /about/`. */
static void
read_item(struct site *site, const struct yaml *item, const char *file)
{
    static const char *const labels[] = { "title", "name", "label", "text", NULL };
    static const char *const targets[] = { "url", "link", "href", "path", "permalink", NULL };
    struct slice label = yaml_get_first_text(item, labels), href = yaml_get_first_text(item, targets);

    if (label.length == 0 && yaml_count(item) == 1) {
        label = yaml_key(item, 0);
        href = yaml_text(yaml_item(item, 0));
    }
    navigation_add(site, label, href, file, yaml_line(item));
}

/* A list of items, or a map of labels and addresses, whose values may be lists of their own: menus that fold out. */
static void
read_list(struct site *site, const struct list *list)
{
    bool map = yaml_kind(list->items) == YAML_MAP;

    for (size_t i = 0; i < yaml_count(list->items) && i < MOST_ITEMS; i++) {
        const struct yaml *item = yaml_item(list->items, i);

        if (yaml_kind(item) == YAML_LIST)
            for (size_t sub = 0; sub < yaml_count(item) && sub < MOST_ITEMS; sub++)
                read_item(site, yaml_item(item, sub), list->file);
        else if (map)
            navigation_add(site, yaml_key(list->items, i), yaml_text(item), list->file, yaml_line(item));
        else
            read_item(site, item, list->file);
    }
}

static bool
holds_items(const struct yaml *node)
{
    return yaml_count(node) > 0 && (yaml_kind(node) == YAML_LIST || yaml_kind(node) == YAML_MAP);
}

/* Data files whose names say that they hold the navigation: themselves a list, or with one below a usual name. */
static bool
read_data_files(struct site *site)
{
    static const char *const files[] = { "_data/navigation.yml", "_data/nav.yml", "_data/navbar.yml", "_data/menu.yml",
                                         "_data/menus.yml" };
    static const char *const keys[] = { "main", "header", "nav", "menu" };

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        const struct yaml *tree = site_data_file(site, files[i]);
        struct list list = { yaml_kind(tree) == YAML_LIST ? tree : NULL, files[i] };

        for (size_t key = 0; key < sizeof(keys) / sizeof(keys[0]) && list.items == NULL; key++)
            if (holds_items(yaml_get(tree, keys[key])))
                list.items = yaml_get(tree, keys[key]);
        if (list.items != NULL) {
            read_list(site, &list);
            return true;
        }
    }
    return false;
}

static bool
read_config_list(struct site *site)
{
    static const char *const keys[] = { "navigation", "navbar-links", "navItems", "nav_items",
                                        "nav_links",  "navbar",       "nav",      "menu" };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        struct list list = { yaml_get(site->config, keys[i]), "_config.yml" };

        if (holds_items(list.items)) {
            read_list(site, &list);
            return true;
        }
    }
    return false;
}

static unsigned long
order_of(const struct entry *entry)
{
    unsigned long number = 0;

    return slice_to_number(yaml_get_text(entry->meta, "nav_order"), 1000000, &number) ? number : 1000001;
}

static int
compare_order(const void *left, const void *right)
{
    const struct entry *one = *(const struct entry *const *)left, *other = *(const struct entry *const *)right;
    unsigned long first = order_of(one), second = order_of(other);

    return first != second ? (first > second) - (first < second) : slice_compare(one->path, other->path);
}

/* al-folio: a page in the navigation may stand for others, which unfold below it. */
static void
add_marked_page(struct site *site, const struct entry *page)
{
    struct list children = { yaml_get(page->meta, "children"), page->source.bytes };

    if (yaml_bool(yaml_get(page->meta, "dropdown"), false) && yaml_kind(children.items) == YAML_LIST)
        read_list(site, &children);
    else
        navigation_add(site, page->title, page->path, page->source.bytes, 1);
}

/* Older versions of al-folio name the blog in the configuration, and put it first. */
static void
add_blog(struct site *site)
{
    struct slice title = yaml_get_text(site->config, "blog_nav_title");

    if (title.length > 0 && site_answer(site, slice_of("/blog/")) != NULL)
        navigation_add(site, title, slice_of("/blog/"), "_config.yml",
                       yaml_line(yaml_get(site->config, "blog_nav_title")));
}

static bool
read_marked_pages(struct site *site)
{
    const struct entry **pages = arena_take(site->arena, (site->count + 1) * sizeof(struct entry *));
    size_t count = 0;

    for (size_t i = 0; i < site->count; i++)
        if (site->entries[i]->kind == ENTRY_PAGE && yaml_bool(yaml_get(site->entries[i]->meta, "nav"), false))
            pages[count++] = site->entries[i];
    if (count > 0)
        qsort(pages, count, sizeof(*pages), compare_order);
    if (count > 0)
        add_blog(site);
    for (size_t i = 0; i < count; i++)
        add_marked_page(site, pages[i]);
    return count > 0;
}

static bool
read_header_pages(struct site *site)
{
    const struct yaml *files = yaml_get(site->config, "header_pages");

    for (size_t i = 0; i < yaml_count(files); i++) {
        const struct entry *entry = map_find(site->sources, yaml_text(yaml_item(files, i)));

        if (entry != NULL)
            navigation_add(site, entry->title, entry->path, "_config.yml", yaml_line(yaml_item(files, i)));
    }
    return yaml_count(files) > 0;
}

/* minima shows every page that has a title. */
static void
add_titled_pages(struct site *site)
{
    for (size_t i = 0; i < site->count; i++) {
        const struct entry *entry = site->entries[i];

        if (entry->kind == ENTRY_PAGE && entry != site->home && !slice_starts(entry->path, "/404") &&
            !yaml_bool(yaml_get(entry->meta, "exclude"), false))
            navigation_add(site, yaml_get_text(entry->meta, "title"), entry->path, entry->source.bytes, 1);
    }
}

/* A link of the layout's own: the home page stands in the foot anyway, and what is broken is not the page's fault. */
static void
resolve_layout_link(void *context, struct slice href, struct arena *arena, struct target *target)
{
    const struct site *site = context;

    site_resolve(site, site->home, href, arena, target);
    if (target->broken || leads_home(site, href, target))
        target->kind = TARGET_NONE;
}

/* Links to the owner's pages elsewhere are part of the profile; the others are the navigation, unless that is KNOWN. */
static void
take_layout_link(struct site *site, const struct link *link, bool known)
{
    struct target target = link->target;

    target.url = arena_copy(site->arena, target.url);
    target.selector = arena_copy(site->arena, target.selector);
    if (account_of_url(target.url) != SLICE_NONE)
        profile_add_account(&site->profile, target.url);
    else if (!known && !link->image && link->label.length > 0)
        keep_item(&site->navigation, arena_copy(site->arena, link->label), &target);
}

static void
read_layout_links(struct site *site, struct slice markup, bool known)
{
    struct resolver resolver = { site, resolve_layout_link };
    struct document_options options = { .file = "", .resolver = &resolver };
    struct document *document = document_new(&options);

    if (html_read(markup, 1, document) == READER_DONE) {
        document_finish(document);
        for (size_t i = 0; i < document_link_count(document); i++)
            take_layout_link(site, document_link(document, i), known);
    }
    document_free(document);
}

/* Where no list is written down, the layout may have the links in itself; without a layout the theme is asked. */
static void
read_layout(struct site *site, bool known)
{
    struct slice theme = yaml_get_text(site->config, "theme"), remote = yaml_get_text(site->config, "remote_theme");
    struct buffer markup = { 0 };

    if (menu_bar_read(site->library, &markup))
        read_layout_links(site, buffer_slice(&markup), known);
    else if (!known && (slice_is(theme, "minima") || slice_is(remote, "jekyll/minima")))
        add_titled_pages(site);
    buffer_clear(&markup);
}

void
navigation_read(struct site *site)
{
    site->navigation.items = arena_take(site->arena, MOST_ITEMS * sizeof(*site->navigation.items));
    if (site->hugo != NULL)
        navigation_read_hugo(site);
    else
        read_layout(site, read_data_files(site) || read_config_list(site) || read_marked_pages(site) ||
                              read_header_pages(site) || site->config == NULL);
}
