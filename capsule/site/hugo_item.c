/* hugo_item.c - a file below the content of a Hugo site, its name taken apart. */
#include "site/hugo_item.h"

#include "site/hugo_taxonomy.h"
#include "site/site_data.h"
#include "site/source.h"

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

/* `name.fr` belongs to a language of its own. */
static void
take_language(const struct hugo *hugo, struct hugo_item *item)
{
    size_t dot = slice_find_last_byte(item->name, '.');

    for (size_t i = 0; i < hugo->language_count && dot != SLICE_NONE && dot > 0; i++)
        if (slice_equal_nocase(slice_from(item->name, dot + 1), hugo->languages[i].name)) {
            item->language = &hugo->languages[i];
            item->name = slice_range(item->name, 0, dot);
            return;
        }
}

bool
hugo_item_read(const struct site *site, struct slice source, struct hugo_item *item)
{
    struct hugo_place place;
    struct source_parts parts;

    if (is_ignored(source) || !hugo_locate(site->hugo, source, site->arena, &place) || place.mount->is_static)
        return false;
    parts = source_split(place.path);
    *item = (struct hugo_item){ .source = source, .path = place.path, .folder = parts.folder, .name = parts.basename };
    item->mount = place.mount;
    item->language = place.mount->language;
    item->is_content = site_is_markdown(site, source) || site_is_html(source);
    if (item->is_content)
        take_language(site->hugo, item);
    return !item->language->disabled;
}

struct slice
hugo_item_label(const struct hugo_item *item)
{
    bool folder = slice_is(item->name, "index") || slice_is(item->name, "_index");

    if (!folder || item->folder.length == 0)
        return item->name;
    return source_split(slice_range(item->folder, 0, item->folder.length - 1)).name;
}

const char *
hugo_item_kind(const struct hugo *hugo, const struct hugo_item *item)
{
    struct slice rest = item->folder, first;

    if (!slice_is(item->name, "_index"))
        return item->folder.length == 0 && slice_is(item->name, "index") ? "home" : "page";
    if (!slice_take_part(&rest, '/', &first) || item->folder.length == 0)
        return "home";
    if (!hugo_is_taxonomy(hugo, first))
        return "section";
    return rest.length == 0 ? "taxonomy" : "term";
}
