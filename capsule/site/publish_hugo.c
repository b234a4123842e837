/*
 * publish_hugo.c - the pages and files of a Hugo site (jekyll.md 7.1).
 *
 * Three walks over the tree: which folders are bundles and sections, then the pages, then the files, whose paths depend
 * on the bundle that they lie in.
 */
#include <stdlib.h>
#include "site/hugo_path.h"
#include "site/hugo_section.h"
#include "site/permalink.h"
#include "site/place.h"
#include "site/publish.h"
#include "site/site_data.h"
#include "site/slug.h"
#include "site/source.h"
#include "site/zone.h"

/* A folder that is one page with its files (`index.md`); those of a page that is not published are not either. */
struct bundle {
    struct slice path; /* the page's, decoded or as its author wrote it; empty: not published */
};

/* A file below a content folder. */
struct item {
    struct slice path;
    const struct hugo_language *language;
    struct slice folder; /* below the content folder, with its final '/', or empty */
    struct slice base;   /* the name without extension and language */
    bool is_content;     /* Markdown or HTML */
};

struct work {
    struct site *site;
    struct hugo *hugo;
    struct placement placement;
    struct map *bundles; /* folder of the tree -> struct bundle */
};

/* Hugo passes over names that begin with a dot or `#`, and over those of editors' copies. */
static bool
is_ignored(struct slice path)
{
    struct slice rest = path, name = { "", 0 };

    while (slice_take_part(&rest, '/', &name))
        if (slice_starts(name, ".") || slice_starts(name, "#"))
            return true;
    return slice_ends(name, "~");
}

static const struct hugo_language *
language_of_folder(const struct hugo *hugo, struct slice path)
{
    const struct hugo_language *found = NULL;

    if (slice_starts(path, hugo->main->folder.bytes))
        found = hugo->main;
    for (size_t i = 0; i < hugo->language_count; i++)
        if (slice_starts(path, hugo->languages[i].folder.bytes) &&
            (found == NULL || hugo->languages[i].folder.length > found->folder.length))
            found = &hugo->languages[i];
    return found;
}

/* `name.fr` belongs to a language of its own. */
static void
take_language(const struct hugo *hugo, struct item *item)
{
    size_t dot = slice_find_last_byte(item->base, '.');

    for (size_t i = 0; i < hugo->language_count && dot != SLICE_NONE && dot > 0; i++)
        if (slice_equal_nocase(slice_from(item->base, dot + 1), hugo->languages[i].name)) {
            item->language = &hugo->languages[i];
            item->base = slice_range(item->base, 0, dot);
            return;
        }
}

static bool
look_at(const struct work *work, struct slice path, struct item *item)
{
    struct source_parts parts = source_split(path);

    *item = (struct item){ .path = path, .language = language_of_folder(work->hugo, path), .base = parts.basename };
    if (item->language == NULL || is_ignored(path))
        return false;
    item->folder = slice_from(parts.folder, item->language->folder.length);
    item->is_content = site_is_markdown(work->site, path) || site_is_html(path);
    if (item->is_content)
        take_language(work->hugo, item);
    return !item->language->disabled;
}

/* The outermost bundle around PATH: what lies in one is a part of it, whatever it looks like. *FOLDER is its folder. */
static struct bundle *
bundle_of(const struct work *work, struct slice path, struct slice *folder)
{
    for (size_t i = 0; i < path.length; i++) {
        struct bundle *bundle;

        if (path.bytes[i] != '/')
            continue;
        *folder = slice_range(path, 0, i + 1);
        bundle = map_find(work->bundles, *folder);
        if (bundle != NULL)
            return bundle;
    }
    return NULL;
}

/* First of all: which folders are bundles, and which are sections by a file of their own. */
static void
note_folders(struct work *work)
{
    for (size_t i = 0; i < tree_count(work->site->tree); i++) {
        struct slice path = tree_path(work->site->tree, i);
        struct item item;

        if (!look_at(work, path, &item) || !item.is_content)
            continue;
        if (slice_is(item.base, "index"))
            map_put(work->bundles, source_split(path).folder, arena_take(work->site->arena, sizeof(struct bundle)));
        else if (slice_is(item.base, "_index") && item.folder.length > 0)
            hugo_section_at(work->site, item.language, item.folder);
    }
}

static bool
is_past(const struct site *site, const struct yaml *node, bool *is_date)
{
    struct date date;
    time_t seconds;

    *is_date = date_parse(slice_trim(yaml_text(node)), &date);
    if (!*is_date)
        return false;
    seconds = date_seconds(&date);
    if (!date.has_offset)
        seconds -= 60 * zone_offset(site->timezone, seconds);
    return seconds <= site->now;
}

/* Drafts, what is not yet published, what no longer is, and what is not meant to have a page. */
static bool
is_hidden(const struct site *site, const struct yaml *meta)
{
    const struct yaml *build = yaml_get_nocase(meta, "build"), *publish = yaml_get_nocase(meta, "publishdate");
    bool is_date, past = is_past(site, publish != NULL ? publish : yaml_get_nocase(meta, "date"), &is_date);
    struct slice render;

    if (yaml_bool(yaml_get_nocase(meta, "draft"), false) || (is_date && !past))
        return true;
    if (is_past(site, yaml_get_nocase(meta, "expirydate"), &is_date))
        return true;
    if (build == NULL)
        build = yaml_get_nocase(meta, "_build");
    render = yaml_text(yaml_get_nocase(build, "render"));
    return yaml_bool(yaml_get_nocase(meta, "headless"), false) || slice_is_nocase(render, "never") ||
           slice_is_nocase(render, "false") || slice_is_nocase(render, "link");
}

static struct slice
pattern_for(const struct work *work, const struct item *item, struct slice folder)
{
    const struct yaml *permalinks = hugo_language_setting(work->hugo, item->language, "permalinks");
    const struct yaml *pages = yaml_get_nocase(permalinks, "page");
    char *section = slice_copy(slice_range(folder, 0, slice_find_byte(folder, '/')));
    const struct yaml *node = yaml_get_nocase(yaml_kind(pages) == YAML_MAP ? pages : permalinks, section);

    free(section);
    return slice_trim(yaml_text(node));
}

static bool
is_ugly(const struct work *work, struct slice folder)
{
    const struct yaml *node = hugo_setting(work->hugo, "uglyurls");
    char *section = slice_copy(slice_range(folder, 0, slice_find_byte(folder, '/')));
    bool ugly = yaml_bool(yaml_kind(node) == YAML_MAP ? yaml_get_nocase(node, section) : node, false);

    free(section);
    return ugly;
}

/* A bundle's folder gives the page its name. */
static void
name_page(const struct item *item, struct hugo_page *page)
{
    size_t slash;

    page->folder = item->folder;
    page->name = item->base;
    if (slice_is(item->base, "_index"))
        page->name = slice_make("", 0);
    if (!slice_is(item->base, "index"))
        return;
    page->name = slice_range(page->folder, 0, page->folder.length > 0 ? page->folder.length - 1 : 0);
    slash = slice_find_last_byte(page->name, '/');
    page->folder = slice_range(page->folder, 0, slash == SLICE_NONE ? 0 : slash + 1);
    page->name = slice_from(page->name, page->folder.length);
}

static void
describe_page(const struct work *work, const struct item *item, const struct entry *entry, struct hugo_page *page)
{
    *page = (struct hugo_page){ .prefix = item->language->prefix, .title = entry->title, .date = entry->date };
    name_page(item, page);
    page->url = slice_trim(yaml_text(yaml_get_nocase(entry->meta, "url")));
    page->keeps_case = yaml_bool(hugo_setting(work->hugo, "disablepathtolower"), false);
    page->is_ugly = is_ugly(work, page->folder);
    if (page->name.length == 0)
        return;
    page->slug = slice_trim(yaml_text(yaml_get_nocase(entry->meta, "slug")));
    page->pattern = pattern_for(work, item, page->folder);
}

static void
title_from_name(struct work *work, struct slice name, struct entry *entry)
{
    struct buffer title = { 0 };

    if (entry->title.length == 0 && name.length > 0) {
        slug_title(name, &title);
        entry->title = site_keep(work->site, &title);
    }
}

static void
place_page(struct work *work, struct entry *entry, struct slice path)
{
    struct buffer url = { 0 };

    permalink_clean(path, &url);
    place_add(work->site, &work->placement, entry, PLACE_DOCUMENT, 0, buffer_slice(&url), slice_of(".html"));
    buffer_clear(&url);
}

/* The page of ITEM at its path, and whom it lists or is listed by. */
static void
add_page(struct work *work, const struct item *item, struct entry *entry, struct bundle *bundle)
{
    struct buffer path = { 0 };
    struct slice bad = { 0 };
    struct hugo_page page;

    describe_page(work, item, entry, &page);
    if (!hugo_path_make(&page, &path, &bad)) {
        findings_add(work->site->findings, FINDING_ERROR, "unknown-placeholder", item->path.bytes, 0, 0,
                     "not published: a permalink has no placeholder `:%.*s`", (int)bad.length, bad.bytes);
        buffer_clear(&path);
        return;
    }
    if (page.name.length > 0) {
        title_from_name(work, page.name, entry);
        hugo_section_join(hugo_section_around(work->site, item->language, page.folder), entry);
    } else {
        title_from_name(work, slice_range(page.folder, 0, page.folder.length > 0 ? page.folder.length - 1 : 0), entry);
        hugo_section_at(work->site, item->language, page.folder)->entry = entry;
    }
    place_page(work, entry, buffer_slice(&path));
    if (bundle != NULL && bundle->path.length == 0)
        bundle->path = arena_copy(work->site->arena, buffer_slice(&path));
    buffer_clear(&path);
}

static void
report_blocks(const struct work *work, const struct entry *entry)
{
    if (yaml_get(yaml_item(yaml_get(entry->meta, "sections"), 0), "block") != NULL)
        findings_add(work->site->findings, FINDING_WARNING, "hugo-blocks", entry->source.bytes, 0, 0,
                     "made of blocks of its theme, which are not shown; only the text below the front matter is");
}

static void
read_page(struct work *work, const struct item *item, struct bundle *bundle)
{
    struct site *site = work->site;
    struct head head;
    struct entry *entry;

    if (!head_read_any(site->root, item->path, FRONT_MATTER_HUGO, site->arena, site->findings, &head)) {
        site_lose(site, item->path, FINDING_ERROR);
        return;
    }
    if (head.is_broken)
        findings_add(site->findings, FINDING_ERROR, "not-published", item->path.bytes, 0, 0,
                     "not published, as Hugo would not build it: it might be a draft");
    if (head.is_broken || is_hidden(site, head.meta) || (!head.begins && site_is_html(item->path)))
        return;
    entry = source_entry(site, ENTRY_PAGE, item->path, &head);
    entry->lang = item->language == work->hugo->main ? site->lang : item->language->name;
    report_blocks(work, entry);
    add_page(work, item, entry, bundle);
}

static void
read_pages(struct work *work)
{
    for (size_t i = 0; i < tree_count(work->site->tree); i++) {
        struct item item;
        struct bundle *bundle;
        struct slice folder;

        if (!look_at(work, tree_path(work->site->tree, i), &item) || !item.is_content)
            continue;
        bundle = bundle_of(work, item.path, &folder);
        if (bundle == NULL || (slice_is(item.base, "index") && slice_equal(folder, source_split(item.path).folder)))
            read_page(work, &item, bundle);
    }
}

static void
place_file(struct work *work, struct slice source, struct slice folder, struct slice rest)
{
    struct buffer url = { 0 }, clean = { 0 };

    buffer_add_byte(&url, '/');
    permalink_encode(folder, &url);
    permalink_encode(rest, &url);
    permalink_clean(buffer_slice(&url), &clean);
    place_add(work->site, &work->placement, source_entry(work->site, ENTRY_FILE, source, NULL), PLACE_FILE, 0,
              buffer_slice(&clean), slice_make("", 0));
    buffer_clear(&url);
    buffer_clear(&clean);
}

/* Other markup languages, whose pages this program cannot read. */
static bool
is_foreign(struct slice path)
{
    static const char *const foreign[] = { ".org", ".adoc", ".asciidoc", ".rst", ".pandoc", ".pdc", ".ad" };

    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
        if (slice_ends_nocase(path, foreign[i]))
            return true;
    return false;
}

/* A file of a bundle lies beside its page; any other one at the path of its folder. */
static void
add_content_file(struct work *work, const struct item *item)
{
    struct slice folder, below;
    struct bundle *bundle = bundle_of(work, item->path, &folder);
    struct buffer clean = { 0 };

    if (is_foreign(item->path)) {
        findings_add(work->site->findings, FINDING_NOTE, "foreign-markup", item->path.bytes, 0, 0,
                     "not published: neither Markdown nor HTML");
    } else if (bundle != NULL && bundle->path.length > 0) {
        below = bundle->path;
        if (slice_ends(below, ".html"))
            below.length -= sizeof(".html") - 1;
        place_file(work, item->path, arena_format(work->site->arena, "%.*s/", (int)below.length, below.bytes),
                   slice_from(item->path, folder.length));
    } else if (bundle == NULL) {
        hugo_path_clean(item->folder, yaml_bool(hugo_setting(work->hugo, "disablepathtolower"), false), &clean);
        place_file(work, item->path, site_keep(work->site, &clean), source_split(item->path).name);
    }
}

/* Everything below `static/`, but what is hidden there. */
static void
add_static_file(struct work *work, struct slice path)
{
    struct slice rest = slice_from(path, hugo_static_folder(work->hugo).length), part, all = rest;

    while (slice_take_part(&rest, '/', &part))
        if (slice_starts(part, ".") && !slice_is(part, ".well-known"))
            return;
    place_file(work, path, slice_make("", 0), all);
}

/* HTML is a page by its front matter, published or not. */
static bool
is_page(const struct site *site, struct slice path)
{
    struct head head;

    return site_is_markdown(site, path) ||
           !head_read_any(site->root, path, FRONT_MATTER_HUGO, site->arena, NULL, &head) || head.begins;
}

static void
read_files(struct work *work)
{
    struct slice folder = hugo_static_folder(work->hugo);

    for (size_t i = 0; i < tree_count(work->site->tree); i++) {
        struct slice path = tree_path(work->site->tree, i);
        struct item item;

        if (slice_starts(path, folder.bytes))
            add_static_file(work, path);
        else if (look_at(work, path, &item) && !(item.is_content && is_page(work->site, path)))
            add_content_file(work, &item);
    }
}

void
publish_hugo(struct site *site)
{
    struct work work = { .site = site, .hugo = site->hugo, .bundles = map_new() };

    note_folders(&work);
    read_pages(&work);
    read_files(&work);
    place_finish(site, &work.placement);
    site_keep_lost(site);
    hugo_sections_finish(site);
    map_free(work.bundles);
}
