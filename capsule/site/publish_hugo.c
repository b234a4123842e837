/*
 * publish_hugo.c - the pages and files of a Hugo site (jekyll.md 7.1).
 *
 * Three walks over the tree: which folders are bundles and sections, then the pages, then the files, whose paths depend
 * on the bundle that they lie in.
 */
#include "site/hugo_branch.h"
#include "site/hugo_date.h"
#include "site/hugo_path.h"
#include "site/hugo_section.h"
#include "site/hugo_taxonomy.h"
#include "site/permalink.h"
#include "site/place.h"
#include "site/publish.h"
#include "site/site_data.h"
#include "site/slug.h"
#include "site/source.h"

/* A folder that is one page with its files (`index.md`); those of a page that is not published are not either. */
struct bundle {
    struct slice path; /* the page's, decoded or as its author wrote it; empty: not published */
    bool keeps_files;  /* which are not published with it */
};

struct work {
    struct site *site;
    struct hugo *hugo;
    struct placement placement;
    struct map *bundles; /* language and folder of the content -> struct bundle */
    struct hugo_branches *branches;
};

/* Languages that share a folder of the tree share its bundles. */
static void
put_bundle_key(const struct hugo_item *item, struct slice folder, struct buffer *key)
{
    buffer_truncate(key, 0);
    buffer_add(key, item->mount->language->name);
    buffer_add_byte(key, ':');
    buffer_add(key, folder);
}

/* The outermost bundle around ITEM: what lies in one is a part of it, whatever it looks like. *FOLDER is its folder. */
static struct bundle *
bundle_of(const struct work *work, const struct hugo_item *item, struct slice *folder)
{
    struct bundle *bundle = NULL;
    struct buffer key = { 0 };

    *folder = slice_make("", 0);
    for (size_t i = 0; i <= item->folder.length && bundle == NULL; i++) {
        if (i > 0 && item->folder.bytes[i - 1] != '/')
            continue;
        *folder = slice_range(item->path, 0, i);
        put_bundle_key(item, *folder, &key);
        bundle = map_find(work->bundles, buffer_slice(&key));
    }
    buffer_clear(&key);
    return bundle;
}

static void
note_section(struct work *work, const struct hugo_item *item)
{
    struct head head = { 0 };
    bool read = site_read_head(work->site, item->source, NULL, &head);

    hugo_branches_add(work->branches, item, head.meta, read && head.is_broken);
    if (item->folder.length > 0)
        hugo_section_at(work->site, item->language, item->folder);
}

/* Whether the folder of ITEM, an `index.md`, has an `_index.md` too: then it is a section, and ITEM no page. */
static bool
is_beside_section(const struct work *work, const struct hugo_item *item)
{
    struct buffer path = { 0 };
    bool is;

    buffer_add(&path, source_split(item->source).folder);
    buffer_add_text(&path, "_index.md");
    is = tree_has(work->site->tree, buffer_slice(&path));
    buffer_clear(&path);
    return is;
}

static void
note_bundle(struct work *work, const struct hugo_item *item)
{
    struct buffer key = { 0 };

    put_bundle_key(item, item->folder, &key);
    map_put(work->bundles, buffer_slice(&key), arena_take(work->site->arena, sizeof(struct bundle)));
    buffer_clear(&key);
}

/* First of all: which folders are bundles, and which are sections by a file of their own. */
static void
note_folders(struct work *work)
{
    for (size_t i = 0; i < tree_count(work->site->tree); i++) {
        struct hugo_item item;

        if (!hugo_item_read(work->site, tree_path(work->site->tree, i), &item) || !item.is_content)
            continue;
        if (slice_is(item.name, "index") && !is_beside_section(work, &item))
            note_bundle(work, &item);
        else if (slice_is(item.name, "_index"))
            note_section(work, &item);
    }
}

/* What the author says of how the page is built: `build`, or `_build` as it was called. */
static const struct yaml *
build_option(const struct yaml *meta, const char *key)
{
    const struct yaml *build = yaml_get_nocase(meta, "build");

    return yaml_get_nocase(build != NULL ? build : yaml_get_nocase(meta, "_build"), key);
}

/* True if the page is not meant to have one of its own. */
static bool
is_unrendered(const struct hugo *hugo, const struct hugo_item *item, const struct yaml *meta)
{
    struct slice render = yaml_text(build_option(meta, "render"));

    return yaml_bool(yaml_get_nocase(meta, "headless"), false) || slice_is_nocase(render, "never") ||
           slice_is_nocase(render, "false") || slice_is_nocase(render, "link") ||
           !hugo_makes(hugo, hugo_item_kind(hugo, item));
}

static bool
is_listed(const struct yaml *meta)
{
    struct slice list = yaml_text(build_option(meta, "list"));

    return !slice_is_nocase(list, "never") && !slice_is_nocase(list, "false");
}

/* A bundle's folder gives the page its name; so does that of a term whose path has a pattern. */
static void
name_page(const struct hugo_item *item, struct hugo_page *page)
{
    bool bundle = slice_is(item->name, "index"), term = slice_is(item->name, "_index") && page->pattern.length > 0;

    page->folder = item->folder;
    page->name = item->name;
    if (!bundle && !term) {
        if (slice_is(item->name, "_index"))
            page->name = slice_make("", 0);
        return;
    }
    page->name = slice_range(item->folder, 0, item->folder.length > 0 ? item->folder.length - 1 : 0);
    page->folder = source_split(page->name).folder;
    page->name = slice_from(page->name, page->folder.length);
}

static void
describe_page(const struct work *work, const struct hugo_item *item, const struct entry *entry, struct slice slug,
              struct hugo_page *page)
{
    *page = (struct hugo_page){ .prefix = item->language->prefix, .title = entry->title, .date = entry->date };
    page->pattern = hugo_pattern(work->hugo, item->language, hugo_item_kind(work->hugo, item), item->folder);
    name_page(item, page);
    page->url = slice_trim(yaml_text(yaml_get_nocase(entry->meta, "url")));
    page->keeps_case = yaml_bool(hugo_setting(work->hugo, "disablepathtolower"), false);
    page->is_ugly = hugo_is_ugly(work->hugo, page->folder);
    if (page->name.length == 0)
        return;
    page->slug = slice_trim(yaml_text(yaml_get_nocase(entry->meta, "slug")));
    if (page->slug.length == 0)
        page->slug = slug;
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

/* Whom the page lists, or is listed by. */
static void
join_lists(struct work *work, const struct hugo_item *item, struct entry *entry)
{
    struct slice folder = item->folder;

    if (slice_is(item->name, "_index")) {
        title_from_name(work, slice_range(folder, 0, folder.length > 0 ? folder.length - 1 : 0), entry);
        hugo_section_at(work->site, item->language, folder)->entry = entry;
    } else if (is_listed(entry->meta)) {
        if (slice_is(item->name, "index")) /* of the section around the bundle */
            folder = source_split(slice_range(folder, 0, folder.length > 0 ? folder.length - 1 : 0)).folder;
        hugo_section_join(hugo_section_around(work->site, item->language, folder), entry);
    }
    if (is_listed(entry->meta))
        hugo_taxonomy_collect(work->site, item->language, entry);
}

/* The page of ITEM at its path; SLUG is what the name of its file says, if that is asked. */
static void
add_page(struct work *work, const struct hugo_item *item, struct entry *entry, struct slice slug, struct bundle *bundle)
{
    struct buffer path = { 0 };
    struct slice bad = { 0 };
    struct hugo_page page;

    describe_page(work, item, entry, slug, &page);
    if (!hugo_path_make(&page, &path, &bad)) {
        findings_add(work->site->findings, FINDING_ERROR, "unknown-placeholder", item->source.bytes, 0, 0,
                     "not published: a permalink has no placeholder `:%.*s`", (int)bad.length, bad.bytes);
        buffer_clear(&path);
        return;
    }
    title_from_name(work, page.name, entry);
    join_lists(work, item, entry);
    place_page(work, entry, buffer_slice(&path));
    if (bundle != NULL && bundle->path.length == 0)
        bundle->path = arena_copy(work->site->arena, buffer_slice(&path));
    if (bundle != NULL)
        bundle->keeps_files = !yaml_bool(build_option(entry->meta, "publishresources"), true);
    buffer_clear(&path);
}

static void
report_blocks(const struct work *work, const struct entry *entry)
{
    if (yaml_get(yaml_item(yaml_get(entry->meta, "sections"), 0), "block") != NULL)
        findings_add(work->site->findings, FINDING_WARNING, "hugo-blocks", entry->source.bytes, 0, 0,
                     "made of blocks of its theme, which are not shown; only the text below the front matter is");
}

/* An entry for ITEM, whose front matter is META, unless it is not published; *SLUG is what its name says behind a date. */
static struct entry *
make_entry(struct work *work, const struct hugo_item *item, const struct head *head, struct slice *slug)
{
    struct site *site = work->site;
    struct hugo_dates dates;
    struct entry *entry;

    hugo_dates_read(site, head->meta, hugo_item_label(item), &dates);
    *slug = dates.slug;
    if (hugo_branches_hide(work->branches, item) || !hugo_is_built(site, head->meta, &dates))
        return NULL;
    if (is_unrendered(work->hugo, item, head->meta)) {
        if (slice_is(item->name, "_index"))
            hugo_section_at(site, item->language, item->folder)->is_unrendered = true;
        return NULL;
    }
    entry = source_entry(site, ENTRY_PAGE, item->source, head);
    entry->has_date = dates.has_date;
    entry->date = dates.date;
    entry->lang = item->language == work->hugo->main ? site->lang : item->language->name;
    return entry;
}

static void
read_page(struct work *work, const struct hugo_item *item, struct bundle *bundle)
{
    struct site *site = work->site;
    struct head head;
    struct slice slug;
    struct entry *entry;

    if (!site_read_head(site, item->source, site->findings, &head)) {
        site_lose(site, item->source, FINDING_ERROR);
        return;
    }
    if (head.is_broken)
        findings_add(site->findings, FINDING_ERROR, "not-published", item->source.bytes, 0, 0,
                     "not published, as Hugo would not build it: it might be a draft");
    if (head.is_broken || (!head.begins && site_is_html(item->source)))
        return;
    head.meta = hugo_branches_apply(work->branches, item, head.meta);
    entry = make_entry(work, item, &head, &slug);
    if (entry == NULL)
        return;
    report_blocks(work, entry);
    add_page(work, item, entry, slug, bundle);
}

static void
read_pages(struct work *work)
{
    for (size_t i = 0; i < tree_count(work->site->tree); i++) {
        struct hugo_item item;
        struct bundle *bundle;
        struct slice folder;

        if (!hugo_item_read(work->site, tree_path(work->site->tree, i), &item) || !item.is_content)
            continue;
        if (slice_is(item.name, "index") && is_beside_section(work, &item))
            continue;
        bundle = bundle_of(work, &item, &folder);
        if (bundle == NULL || (slice_is(item.name, "index") && slice_equal(folder, item.folder)))
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
add_content_file(struct work *work, const struct hugo_item *item)
{
    struct slice folder, below;
    struct bundle *bundle = bundle_of(work, item, &folder);
    struct buffer clean = { 0 };

    if (is_foreign(item->source)) {
        findings_add(work->site->findings, FINDING_NOTE, "foreign-markup", item->source.bytes, 0, 0,
                     "not published: neither Markdown nor HTML");
    } else if (bundle != NULL && bundle->path.length > 0 && !bundle->keeps_files) {
        below = bundle->path;
        if (slice_ends(below, ".html"))
            below.length -= sizeof(".html") - 1;
        if (slice_ends(below, "/"))
            below.length--;
        place_file(work, item->source, arena_format(work->site->arena, "%.*s/", (int)below.length, below.bytes),
                   slice_from(item->path, folder.length));
    } else if (bundle == NULL && !hugo_branches_hide(work->branches, item)) {
        hugo_path_clean(item->folder, yaml_bool(hugo_setting(work->hugo, "disablepathtolower"), false), &clean);
        place_file(work, item->source, site_keep(work->site, &clean), slice_from(item->path, item->folder.length));
    }
}

/* Every static file, but what is hidden there. */
static void
add_static_file(struct work *work, struct slice source, struct slice path)
{
    struct slice rest = path, part;

    while (slice_take_part(&rest, '/', &part))
        if (slice_starts(part, ".") && !slice_is(part, ".well-known"))
            return;
    place_file(work, source, slice_make("", 0), path);
}

/* HTML is a page by its front matter, published or not. */
static bool
is_page(struct site *site, struct slice path)
{
    struct head head;

    return site_is_markdown(site, path) || !site_read_head(site, path, NULL, &head) || head.begins;
}

static void
read_files(struct work *work)
{
    for (size_t i = 0; i < tree_count(work->site->tree); i++) {
        struct slice path = tree_path(work->site->tree, i);
        struct hugo_place place;
        struct hugo_item item;

        if (hugo_locate(work->hugo, path, work->site->arena, &place) && place.mount->is_static)
            add_static_file(work, path, place.path);
        else if (hugo_item_read(work->site, path, &item) && !(item.is_content && is_page(work->site, path)))
            add_content_file(work, &item);
    }
}

void
publish_hugo(struct site *site)
{
    struct work work = { .site = site, .hugo = site->hugo, .bundles = map_new() };

    work.branches = hugo_branches_new(site);
    note_folders(&work);
    read_pages(&work);
    read_files(&work);
    place_finish(site, &work.placement);
    site_keep_lost(site);
    hugo_sections_finish(site);
    site->has_emoji = yaml_bool(hugo_setting(site->hugo, "enableemoji"), false);
    hugo_branches_free(work.branches);
    map_free(work.bundles);
}
