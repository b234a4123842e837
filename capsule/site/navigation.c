/* navigation.c - the links that the author put at the top of every page. */
#include "site/navigation.h"

#include <stdlib.h>

#include "base/uri.h"
#include "site/site_data.h"

static bool
leads_home(const struct site *site, struct slice href, const struct target *target)
{
    struct uri uri;

    uri_split(href, &uri);
    if (!uri.has_scheme && !uri.has_authority && uri.path.length == 0)
        return true;
    return target->kind == TARGET_PAGE && site->home != NULL && slice_equal(target->url, site->home->path);
}

static void
add_item(struct site *site, struct slice label, struct slice href, const char *file, unsigned line)
{
    struct navigation *navigation = &site->navigation;
    struct target target;
    bool broken;

    label = site_plain_text(label, site->arena);
    if (label.length == 0 || slice_is_blank(href))
        return;
    /* Themes put the site's base path in front of what begins at the root. */
    if (slice_starts(href, "/") && site->baseurl.length > 0)
        href = arena_format(site->arena, "%s%.*s", site->baseurl.bytes, (int)href.length, href.bytes);
    site_resolve(site, site->home, href, site->arena, &target, &broken);
    if (leads_home(site, href, &target))
        return;
    if (broken)
        findings_add(site->findings, FINDING_WARNING, "broken-link", file, line, 0,
                     "the navigation names %.*s, which the site does not publish", (int)href.length, href.bytes);
    if (target.kind != TARGET_NONE)
        navigation->items[navigation->count++] = (struct navigation_item){ label, target };
}

static void
reserve(struct site *site, size_t most)
{
    site->navigation.items = arena_take(site->arena, (most + 1) * sizeof(*site->navigation.items));
}

static void
read_main(struct site *site, const struct yaml *items)
{
    reserve(site, yaml_count(items));
    for (size_t i = 0; i < yaml_count(items); i++) {
        const struct yaml *item = yaml_item(items, i);

        add_item(site, yaml_get_text(item, "title"), yaml_get_text(item, "url"), "_data/navigation.yml",
                 yaml_line(item));
    }
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

static void
read_marked_pages(struct site *site)
{
    const struct entry **pages = arena_take(site->arena, (site->count + 1) * sizeof(struct entry *));
    size_t count = 0;

    for (size_t i = 0; i < site->count; i++)
        if (site->entries[i]->kind == ENTRY_PAGE && yaml_bool(yaml_get(site->entries[i]->meta, "nav"), false))
            pages[count++] = site->entries[i];
    if (count > 0)
        qsort(pages, count, sizeof(*pages), compare_order);
    reserve(site, count);
    for (size_t i = 0; i < count; i++)
        add_item(site, pages[i]->title, pages[i]->path, pages[i]->source.bytes, 1);
}

static void
read_header_pages(struct site *site, const struct yaml *files)
{
    reserve(site, yaml_count(files));
    for (size_t i = 0; i < yaml_count(files); i++) {
        const struct entry *entry = map_find(site->sources, yaml_text(yaml_item(files, i)));

        if (entry != NULL)
            add_item(site, entry->title, entry->path, "_config.yml", yaml_line(yaml_item(files, i)));
    }
}

void
navigation_read(struct site *site)
{
    const struct yaml *items = yaml_get(site_data_file(site, "_data/navigation.yml"), "main");

    if (yaml_count(items) > 0) {
        read_main(site, items);
        return;
    }
    read_marked_pages(site);
    if (site->navigation.count == 0)
        read_header_pages(site, yaml_get(site->config, "header_pages"));
}
