/* hugo_section.c - sections: who belongs to them, and how they are shown. */
#include "site/hugo_section.h"

#include <stdlib.h>

#include "base/memory.h"
#include "site/hugo_path.h"
#include "site/listing.h"
#include "site/permalink.h"
#include "site/site_data.h"
#include "site/slug.h"
#include "site/source.h"

enum { LIST_BUDGET = 4 << 20 }; /* bytes that the lists of a page may work out */

/* What a section is found by: its language's prefix, then its folder. */
static struct slice
place_of(struct site *site, const struct hugo_language *language, struct slice folder)
{
    return arena_format(site->arena, "%.*s/%.*s", (int)language->prefix.length,
                        language->prefix.length > 0 ? language->prefix.bytes : "", (int)folder.length,
                        folder.length > 0 ? folder.bytes : "");
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

static void
add_generated(struct site *site, struct hugo_section *section, struct slice title)
{
    struct entry *entry = source_entry(site, ENTRY_GENERATED, slice_make("", 0), NULL);
    struct buffer key = { 0 }, path = { 0 };

    buffer_add(&key, section->language->prefix);
    buffer_add_byte(&key, '/');
    hugo_path_clean(section->folder, yaml_bool(hugo_setting(site->hugo, "disablepathtolower"), false), &key);
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

/* Sections of the first level have a page always, deeper ones only by a file of their own. */
static void
finish_section(struct site *site, struct hugo_section *section)
{
    bool home = section->folder.length == 0;
    struct buffer title = { 0 };

    if (section->entry == NULL && parent_of(section->folder).length == 0 && (home || section->count > 0)) {
        if (!home)
            slug_title(slice_range(section->folder, 0, section->folder.length - 1), &title);
        add_generated(site, section, site_keep(site, &title));
    }
    if (section->entry != NULL)
        map_put(site->hugo->by_key, section->entry->key, section);
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
    collections->items = arena_take(site->arena, hugo->section_count * sizeof(*collections->items));
    for (size_t i = 0; i < hugo->section_count; i++) {
        struct hugo_section *section = hugo->sections[i];

        finish_section(site, section);
        collections->items[i] =
            (struct collection){ .name = section->collection, .folder = slice_of("/"), .output = true };
    }
    collections->count = hugo->section_count;
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

static void
list_inner_sections(const struct hugo *hugo, const struct hugo_section *section, struct buffer *html)
{
    for (size_t i = 0; i < hugo->section_count; i++) {
        const struct hugo_section *inner = hugo->sections[i];

        if (inner->entry == NULL || inner->language != section->language || inner->folder.length == 0 ||
            !slice_equal(parent_of(inner->folder), section->folder))
            continue;
        buffer_add_text(html, "\n<p><a href=\"");
        listing_escape(inner->entry->path, html);
        buffer_add_text(html, "\">");
        listing_escape(inner->entry->title, html);
        buffer_add_text(html, "</a></p>\n");
    }
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

void
hugo_section_list(struct library *library, const struct entry *entry, struct slice body, struct buffer *html)
{
    const struct hugo *hugo = library_site(library)->hugo;
    const struct hugo_section *section = map_find(hugo->by_key, entry->key);

    if (section == NULL)
        return;
    if (section->folder.length > 0) {
        list_inner_sections(hugo, section, html);
        list_pages(library, entry, section, html);
    } else if (slice_is_blank(body)) {
        list_home(library, entry, section, html);
    }
}
