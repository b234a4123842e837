/* hugo_section.c - sections: who belongs to them, and how they are shown. */
#include "site/hugo_section.h"

#include <stdlib.h>
#include <strings.h>

#include "base/memory.h"
#include "site/hugo_path.h"
#include "site/listing.h"
#include "site/permalink.h"
#include "site/site_data.h"
#include "site/slug.h"
#include "site/source.h"

enum { LIST_BUDGET = 4 << 20 }; /* bytes that the lists of a page may work out */

/* What a section is found by: its language's prefix, then its folder as a path has it. */
static struct slice
place_of(struct site *site, const struct hugo_language *language, struct slice folder)
{
    struct buffer place = { 0 };

    buffer_add(&place, language->prefix);
    buffer_add_byte(&place, '/');
    hugo_path_clean(folder, yaml_bool(hugo_setting(site->hugo, "disablepathtolower"), false), &place);
    return site_keep(site, &place);
}

struct hugo_section *
hugo_section_at(struct site *site, const struct hugo_language *language, struct slice folder)
{
    struct hugo *hugo = site->hugo;
    struct slice place = place_of(site, language, folder);
    struct hugo_section *section = map_find(hugo->by_place, place);

    if (section != NULL)
        return section;
    section = arena_take(site->arena, sizeof(*section));
    section->language = language;
    section->folder = folder;
    section->collection = slice_range(place, 1, place.length - (folder.length > 0 ? 1 : 0));
    hugo->sections =
        memory_grow(hugo->sections, hugo->section_count, &hugo->section_capacity, sizeof(struct hugo_section *));
    hugo->sections[hugo->section_count++] = section;
    map_put(hugo->by_place, place, section);
    return section;
}

void
hugo_section_add_member(struct hugo_section *section, struct slice term, const struct entry *entry)
{
    if (section->member_count > 0 && section->members[section->member_count - 1] == entry)
        return; /* it names the term twice */
    if (section->term.length == 0)
        section->term = term;
    section->members =
        memory_grow(section->members, section->member_count, &section->member_capacity, sizeof(const struct entry *));
    section->members[section->member_count++] = entry;
}

/* The folder around FOLDER, with its final '/'; empty for one of the first level. */
static struct slice
parent_of(struct slice folder)
{
    size_t slash = slice_find_last_byte(slice_range(folder, 0, folder.length > 0 ? folder.length - 1 : 0), '/');

    return slice_range(folder, 0, slash == SLICE_NONE ? 0 : slash + 1);
}

struct hugo_section *
hugo_section_around(struct site *site, const struct hugo_language *language, struct slice folder)
{
    if (folder.length == 0)
        return NULL;
    while (parent_of(folder).length > 0 && map_find(site->hugo->by_place, place_of(site, language, folder)) == NULL)
        folder = parent_of(folder);
    return hugo_section_at(site, language, folder);
}

static struct slice
outermost(struct slice folder)
{
    size_t slash = slice_find_byte(folder, '/');

    return slice_range(folder, 0, slash == SLICE_NONE ? 0 : slash + 1);
}

/* Sections whose pages are posts: with their full dates, and neighbours. */
static bool
is_blog(struct slice collection)
{
    static const char *const names[] = { "post", "posts", "blog" };
    size_t slash = slice_find_last_byte(collection, '/');
    struct slice name = slash == SLICE_NONE ? collection : slice_from(collection, slash + 1);

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (slice_is_nocase(name, names[i]))
            return true;
    return false;
}

void
hugo_section_join(struct hugo_section *section, struct entry *entry)
{
    if (section == NULL)
        return;
    section->is_weighted =
        (section->count == 0 || section->is_weighted) && yaml_get_nocase(entry->meta, "weight") != NULL;
    section->is_dated = section->is_dated || entry->has_date;
    section->count++;
    entry->collection = section->collection;
    entry->kind = entry->has_date && is_blog(section->collection) ? ENTRY_POST : ENTRY_DOCUMENT;
}

/* Where the page of SECTION stands; a term's path can have a pattern. */
static bool
put_path(const struct hugo *hugo, const struct hugo_section *section, struct slice title, struct buffer *path)
{
    struct hugo_page page = { .prefix = section->language->prefix, .folder = section->folder, .title = title };
    struct slice bad;

    page.keeps_case = yaml_bool(hugo_setting(hugo, "disablepathtolower"), false);
    page.is_ugly = hugo_is_ugly(hugo, section->folder);
    if (section->term.length > 0)
        page.pattern = hugo_pattern(hugo, section->language, "term", section->folder);
    if (page.pattern.length > 0) {
        page.folder = parent_of(section->folder);
        page.name = slice_range(section->folder, page.folder.length, section->folder.length - 1);
    }
    return hugo_path_make(&page, path, &bad);
}

static void
add_generated(struct site *site, struct hugo_section *section, struct slice title)
{
    struct entry *entry = source_entry(site, ENTRY_GENERATED, slice_make("", 0), NULL);
    struct buffer key = { 0 }, path = { 0 };

    if (!put_path(site->hugo, section, title, &key)) {
        buffer_clear(&key);
        return;
    }
    permalink_encode(buffer_slice(&key), &path);
    entry->key = site_keep(site, &key);
    entry->path = site_keep(site, &path);
    entry->title = title;
    entry->lang = section->language == site->hugo->main ? site->lang : section->language->name;
    if (map_find(site->keys, entry->key) != NULL)
        return;
    site_add(site, entry);
    section->entry = entry;
}

/* Whether a page of SECTION, or one inside it, is published. */
static bool
holds_any(const struct hugo *hugo, const struct hugo_section *section)
{
    for (size_t i = 0; i < hugo->section_count; i++) {
        const struct hugo_section *inner = hugo->sections[i];

        if (inner->language == section->language && inner->folder.length > section->folder.length &&
            slice_equal(slice_range(inner->folder, 0, section->folder.length), section->folder) &&
            (inner->count > 0 || inner->entry != NULL))
            return true;
    }
    return section->count > 0;
}

/* Sections of the first level have a page always, deeper ones only by a file of their own; terms have one each. */
static bool
needs_page(const struct hugo *hugo, const struct hugo_section *section)
{
    if (section->entry != NULL || section->is_unrendered)
        return false;
    if (section->folder.length == 0)
        return hugo_makes(hugo, "home");
    if (section->is_taxonomy)
        return hugo_makes(hugo, "taxonomy") && hugo_makes(hugo, "taxonomyterm");
    if (section->term.length > 0)
        return hugo_makes(hugo, "term");
    return parent_of(section->folder).length == 0 && hugo_makes(hugo, "section") && holds_any(hugo, section);
}

static void
finish_section(struct site *site, struct hugo_section *section)
{
    struct buffer title = { 0 };

    if (needs_page(site->hugo, section)) {
        if (section->folder.length > 0 && section->term.length == 0)
            slug_title(slice_range(section->folder, 0, section->folder.length - 1), &title);
        buffer_add(&title, section->term);
        add_generated(site, section, site_keep(site, &title));
    }
    if (section->entry != NULL)
        map_put(site->hugo->by_key, section->entry->key, section);
}

/* The feed that the web site has beside the page of SECTION. */
static void
note_feed(struct site *site, const struct hugo_section *section)
{
    struct buffer key = { 0 };

    if (section->entry == NULL || !hugo_makes(site->hugo, "rss") || !slice_ends(section->entry->key, "/"))
        return;
    buffer_add(&key, section->entry->key);
    buffer_add_text(&key, "index.xml");
    map_put(site->web_only, buffer_slice(&key), site);
    buffer_clear(&key);
}

/* Terms are none: their pages belong elsewhere. */
static void
add_collection(struct collections *collections, const struct hugo_section *section)
{
    if (section->term.length == 0)
        collections->items[collections->count++] =
            (struct collection){ .name = section->collection, .folder = slice_of("/"), .output = true };
}

void
hugo_sections_finish(struct site *site)
{
    struct hugo *hugo = site->hugo;
    struct collections *collections = &site->collections;

    for (size_t i = 0, count = hugo->section_count; i < count; i++)
        if (hugo->sections[i]->count > 0)
            hugo_section_at(site, hugo->sections[i]->language, slice_make("", 0));
    hugo_section_at(site, hugo->main, slice_make("", 0));
    for (size_t i = 0, count = hugo->section_count; i < count; i++)
        if (hugo->sections[i]->entry != NULL)
            hugo_section_at(site, hugo->sections[i]->language, outermost(hugo->sections[i]->folder));
    map_put(site->web_only, slice_of("/sitemap.xml"), hugo);
    collections->count = 0;
    collections->items = arena_take(site->arena, hugo->section_count * sizeof(*collections->items));
    for (size_t i = 0; i < hugo->section_count; i++) {
        finish_section(site, hugo->sections[i]);
        note_feed(site, hugo->sections[i]);
        add_collection(collections, hugo->sections[i]);
    }
}

/* Its pages by their weights, in ITEMS. */
static int
compare_weights(const void *left, const void *right)
{
    const struct entry *one = *(const struct entry *const *)left, *other = *(const struct entry *const *)right;
    unsigned long first = 0, second = 0;

    slice_to_number(yaml_text(yaml_get_nocase(one->meta, "weight")), 1000000000, &first);
    slice_to_number(yaml_text(yaml_get_nocase(other->meta, "weight")), 1000000000, &second);
    return first != second ? (first > second) - (first < second) : slice_compare(one->path, other->path);
}

/* The newest first; by weight where every page has one, by name where none has a date. */
static void
list_pages(struct library *library, const struct entry *page, const struct hugo_section *section, struct buffer *html)
{
    const struct shelf *shelf = library_shelf(library, section->collection);
    const struct listing_style style = { .excerpt = false };
    size_t budget = LIST_BUDGET, count = shelf != NULL ? shelf->count : 0;
    struct scope scope = { .library = library, .arena = library_arena(library), .entry = page, .budget = &budget };
    const struct entry **items = memory_new((count + 1) * sizeof(*items));
    bool newest = section->is_dated && !section->is_weighted;

    for (size_t i = 0; i < count; i++)
        items[i] = shelf->items[newest ? count - 1 - i : i];
    if (section->is_weighted && count > 0)
        qsort(items, count, sizeof(*items), compare_weights);
    library_note(library, section->collection, page);
    for (size_t i = 0; i < count; i++)
        listing_document(&scope, items[i], &style, html);
    free(items);
}

/* A taxonomy lists all its terms, also those whose names make folders of several levels. */
static bool
is_inside(const struct hugo_section *inner, const struct hugo_section *section)
{
    if (inner->folder.length == 0)
        return false;
    if (section->is_taxonomy)
        return inner != section && slice_equal(outermost(inner->folder), section->folder);
    return slice_equal(parent_of(inner->folder), section->folder);
}

static int
compare_titles(const void *left, const void *right)
{
    const struct entry *one = *(const struct entry *const *)left, *other = *(const struct entry *const *)right;
    size_t shorter = one->title.length < other->title.length ? one->title.length : other->title.length;
    int order = shorter > 0 ? strncasecmp(one->title.bytes, other->title.bytes, shorter) : 0;

    return order != 0 ? order : slice_compare(one->title, other->title);
}

/* As the tree has them, terms by their names. */
static void
list_inner_sections(const struct hugo *hugo, const struct hugo_section *section, struct buffer *html)
{
    const struct entry **items = memory_new((hugo->section_count + 1) * sizeof(*items));
    size_t count = 0;

    for (size_t i = 0; i < hugo->section_count; i++) {
        const struct hugo_section *inner = hugo->sections[i];

        if (inner->entry != NULL && inner->language == section->language && is_inside(inner, section))
            items[count++] = inner->entry;
    }
    if (section->is_taxonomy)
        qsort(items, count, sizeof(*items), compare_titles);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(html, "\n<p><a href=\"");
        listing_escape(items[i]->path, html);
        buffer_add_text(html, "\">");
        listing_escape(items[i]->title, html);
        buffer_add_text(html, "</a></p>\n");
    }
    free(items);
}

static int
compare_newest(const void *left, const void *right)
{
    const struct entry *one = *(const struct entry *const *)left, *other = *(const struct entry *const *)right;
    time_t first = one->has_date ? date_seconds(&one->date) : 0,
           second = other->has_date ? date_seconds(&other->date) : 0;

    return first != second ? (first < second) - (first > second) : slice_compare(one->path, other->path);
}

/* The pages under a term that have got a path, the newest first. */
static void
list_members(struct library *library, const struct entry *page, const struct hugo_section *section, struct buffer *html)
{
    const struct listing_style style = { .excerpt = false };
    size_t budget = LIST_BUDGET, count = 0;
    struct scope scope = { .library = library, .arena = library_arena(library), .entry = page, .budget = &budget };
    const struct entry **items = memory_new((section->member_count + 1) * sizeof(*items));

    for (size_t i = 0; i < section->member_count; i++)
        if (site_find(library_site(library), section->members[i]->key) == section->members[i])
            items[count++] = section->members[i];
    qsort(items, count, sizeof(*items), compare_newest);
    for (size_t i = 0; i < count; i++)
        listing_document(&scope, items[i], &style, html);
    free(items);
}

static bool
names_section(const struct yaml *names, const struct hugo_section *section)
{
    struct slice name = slice_range(section->folder, 0, slice_find_byte(section->folder, '/'));

    for (size_t i = 0; i < yaml_count(names); i++)
        if (slice_equal_nocase(yaml_text(yaml_item(names, i)), name))
            return true;
    return slice_equal_nocase(yaml_text(names), name);
}

/* A home page without a text shows what themes show: the pages of the main sections, else of the largest. */
static void
list_home(struct library *library, const struct entry *page, const struct hugo_section *home, struct buffer *html)
{
    const struct hugo *hugo = library_site(library)->hugo;
    const struct yaml *names = yaml_get_nocase(hugo_language_setting(hugo, home->language, "params"), "mainsections");
    const struct hugo_section *largest = NULL;
    bool any = false;

    for (size_t i = 0; i < hugo->section_count; i++) {
        const struct hugo_section *section = hugo->sections[i];

        if (section->language != home->language || section->count == 0)
            continue;
        if (largest == NULL || section->count > largest->count)
            largest = section;
        any = any || names_section(names, section);
        if (names_section(names, section))
            list_pages(library, page, section, html);
    }
    if (!any && largest != NULL)
        list_pages(library, page, largest, html);
}

bool
hugo_section_has(const struct site *site, const struct entry *entry)
{
    return map_find(site->hugo->by_key, entry->key) != NULL;
}

void
hugo_section_list(struct library *library, const struct entry *entry, struct slice body, struct buffer *html)
{
    const struct hugo *hugo = library_site(library)->hugo;
    const struct hugo_section *section = map_find(hugo->by_key, entry->key);

    if (section == NULL)
        return;
    if (section->term.length > 0) {
        list_members(library, entry, section, html);
    } else if (section->folder.length > 0) {
        list_inner_sections(hugo, section, html);
        list_pages(library, entry, section, html);
    } else if (slice_is_blank(body)) {
        list_home(library, entry, section, html);
    }
}
