/* hugo_menu.c - the menu `main` of a Hugo site: what its configuration and its pages put there. */
#include <stdlib.h>

#include "base/memory.h"
#include "site/site_data.h"

struct menu_item {
    struct slice label, href, file;
    unsigned line;
    unsigned long weight; /* one without a weight stands last */
    size_t at;
};

struct menu {
    struct menu_item *items;
    size_t count, capacity;
};

static struct slice
text_of(const struct yaml *node, const char *key)
{
    return slice_trim(yaml_text(yaml_get_nocase(node, key)));
}

static void
add(struct menu *menu, const struct yaml *node, struct slice label, struct slice href, struct slice file)
{
    unsigned long weight = 0;

    if (!slice_to_number(text_of(node, "weight"), 1000000, &weight) || weight == 0)
        weight = 1000001;
    menu->items = memory_grow(menu->items, menu->count, &menu->capacity, sizeof(*menu->items));
    menu->items[menu->count] = (struct menu_item){ label, href, file, yaml_line(node), weight, menu->count };
    menu->count++;
}

static struct slice
first_of(struct slice one, struct slice other)
{
    return one.length > 0 ? one : other;
}

static void
add_configured(const struct site *site, struct menu *menu)
{
    const struct yaml *menus = hugo_language_setting(site->hugo, site->hugo->main, "menus"), *main;

    if (menus == NULL)
        menus = hugo_language_setting(site->hugo, site->hugo->main, "menu");
    main = yaml_get_nocase(menus, "main");
    for (size_t i = 0; i < yaml_count(main); i++) {
        const struct yaml *item = yaml_item(main, i);
        struct slice label = first_of(text_of(item, "name"), text_of(item, "title"));

        add(menu, item, first_of(label, text_of(item, "identifier")),
            first_of(text_of(item, "pageref"), text_of(item, "url")), slice_of("the configuration's menu"));
    }
}

/* `menu: main`, `menu: [main]`, or a map with what the item says. */
static bool
names_main(const struct yaml *node, const struct yaml **own)
{
    *own = yaml_get_nocase(node, "main");
    for (size_t i = 0; yaml_kind(node) == YAML_LIST && i < yaml_count(node); i++)
        if (slice_is_nocase(yaml_text(yaml_item(node, i)), "main"))
            return true;
    return *own != NULL || slice_is_nocase(yaml_text(node), "main");
}

static void
add_pages(const struct site *site, struct menu *menu)
{
    for (size_t i = 0; i < site->count; i++) {
        const struct entry *entry = site->entries[i];
        const struct yaml *node = yaml_get_nocase(entry->meta, "menus"), *own;

        if (node == NULL)
            node = yaml_get_nocase(entry->meta, "menu");
        if (entry->kind > ENTRY_POST || !names_main(node, &own))
            continue;
        add(menu, own, first_of(text_of(own, "name"), entry->title), entry->path, entry->source);
    }
}

static int
compare_items(const void *left, const void *right)
{
    const struct menu_item *one = left, *other = right;

    if (one->weight != other->weight)
        return (one->weight > other->weight) - (one->weight < other->weight);
    return (one->at > other->at) - (one->at < other->at);
}

void
navigation_read_hugo(struct site *site)
{
    struct menu menu = { 0 };

    add_configured(site, &menu);
    add_pages(site, &menu);
    if (menu.count > 0)
        qsort(menu.items, menu.count, sizeof(*menu.items), compare_items);
    for (size_t i = 0; i < menu.count; i++) {
        const struct menu_item *item = &menu.items[i];

        navigation_add(site, item->label, item->href, item->file.bytes, item->line);
    }
    free(menu.items);
}
