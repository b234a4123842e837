/* hugo_date.c - the dates of a Hugo page, and whether it is published now. */
#include "site/hugo_date.h"

#include <stdlib.h>
#include <string.h>

#include "site/site_data.h"
#include "site/zone.h"

enum { MOST_KEYS = 8 };

/* The keys of each date, and other names that Hugo takes for the same. */
static const char *const date_keys[] = { "date", "publishdate", "pubdate", "published", "lastmod", "modified", NULL };
static const char *const publish_keys[] = { "publishdate", "pubdate", "published", "date", NULL };
static const char *const expiry_keys[] = { "expirydate", "unpublishdate", NULL };

static const struct {
    const char *key, *other;
} aliases[] = {
    { "publishdate", "pubdate" },
    { "publishdate", "published" },
    { "lastmod", "modified" },
    { "expirydate", "unpublishdate" },
};

struct search {
    const struct site *site;
    const struct yaml *meta;
    struct slice name; /* of the file, without its ending */
    struct slice slug;
    struct date date;
};

/* `2024-05-07-hello`, with or without a slug behind the date; the name of a bundle is its folder's. */
static bool
find_in_name(struct search *search)
{
    enum { DATE = sizeof("2024-05-07") - 1 };
    struct slice slug;

    if (search->name.length < DATE || !date_parse(slice_range(search->name, 0, DATE), &search->date))
        return false;
    slug = slice_from(search->name, DATE);
    while (slug.length > 0 && strchr(" -_", slug.bytes[0]) != NULL)
        slug = slice_from(slug, 1);
    search->slug = slug;
    return true;
}

static bool
find_key(struct search *search, const char *key)
{
    return head_node_date(yaml_get_nocase(search->meta, key), search->site->timezone, &search->date);
}

static bool
find_keys(struct search *search, const char *const *keys)
{
    bool found = false;

    for (size_t i = 0; keys[i] != NULL && !found; i++)
        found = find_key(search, keys[i]);
    return found;
}

/* One word of the site's own order; Hugo's other words that begin with a colon ask git or the disk. */
static bool
find_configured(struct search *search, struct slice word, const char *const *keys)
{
    char *key = slice_copy(slice_trim(word));
    bool found = false;

    if (slice_is_nocase(slice_of(key), ":filename"))
        found = find_in_name(search);
    else if (slice_is_nocase(slice_of(key), ":default"))
        found = find_keys(search, keys);
    else if (key[0] != ':')
        found = find_key(search, key);
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]) && !found; i++)
        if (slice_is_nocase(slice_of(key), aliases[i].key))
            found = find_key(search, aliases[i].other);
    free(key);
    return found;
}

/* The date NAME, which SEARCH then holds. */
static bool
find_date(struct search *search, const char *name, const char *const *keys)
{
    const struct yaml *order = yaml_get_nocase(hugo_setting(search->site->hugo, "frontmatter"), name);
    bool found = false;

    search->slug = slice_make("", 0);
    if (yaml_kind(order) != YAML_LIST)
        return find_keys(search, keys);
    for (size_t i = 0; i < yaml_count(order) && i < MOST_KEYS && !found; i++)
        found = find_configured(search, yaml_text(yaml_item(order, i)), keys);
    return found;
}

void
hugo_dates_read(const struct site *site, const struct yaml *meta, struct slice name, struct hugo_dates *dates)
{
    struct search search = { .site = site, .meta = meta, .name = name };

    dates->has_date = find_date(&search, "date", date_keys);
    dates->date = search.date;
    dates->slug = dates->has_date ? search.slug : slice_make("", 0);
    dates->has_publish = find_date(&search, "publishdate", publish_keys);
    dates->publish = search.date;
    dates->has_expiry = find_date(&search, "expirydate", expiry_keys);
    dates->expiry = search.date;
}

static bool
is_past(const struct site *site, const struct date *date)
{
    time_t seconds = date_seconds(date);

    if (!date->has_offset)
        seconds -= 60 * zone_offset(site->timezone, seconds);
    return seconds <= site->now;
}

static bool
wants(const struct site *site, const char *setting)
{
    return yaml_bool(hugo_setting(site->hugo, setting), false);
}

bool
hugo_is_built(const struct site *site, const struct yaml *meta, const struct hugo_dates *dates)
{
    if (yaml_bool(yaml_get_nocase(meta, "draft"), false) && !wants(site, "builddrafts"))
        return false;
    if (dates->has_publish && !is_past(site, &dates->publish) && !wants(site, "buildfuture"))
        return false;
    return !dates->has_expiry || !is_past(site, &dates->expiry) || wants(site, "buildexpired");
}
