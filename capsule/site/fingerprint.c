/* fingerprint.c - everything that more than one page depends on, as bytes. */
#include "site/fingerprint.h"

#include "site/site_data.h"
#include "site/source.h"

/* Hugo's sections give front matter to all pages below them. */
static bool
is_branch(const struct site *site, struct slice path)
{
    return site->hugo != NULL && slice_starts(source_split(path).name, "_index.");
}

/* A page's own file counts for that page alone; what its front matter does to others stands in entries and navigation. */
static bool
is_page(const struct site *site, struct slice path)
{
    const struct entry *entry = map_find(site->sources, path);

    return entry != NULL && entry->kind <= ENTRY_POST && !is_branch(site, path);
}

void
fingerprint_files(struct site *site)
{
    for (size_t i = 0; i < tree_count(site->tree); i++)
        if (!is_page(site, tree_path(site->tree, i)))
            site->files_stamp ^= tree_stamp(site->tree, i);
}

static void
add(struct buffer *out, struct slice text)
{
    buffer_add(out, text);
    buffer_add_byte(out, '\0');
}

static void
add_entry(const struct entry *entry, struct buffer *out)
{
    add(out, entry->path);
    add(out, entry->selector);
    add(out, entry->source);
    add(out, entry->place);
    add(out, entry->title);
    add(out, entry->target);
    add(out, entry->lang);
    add(out, entry->collection);
    buffer_format(out, "%d %d %d %lld ", (int)entry->kind, entry->is_html, entry->has_date,
                  entry->has_date ? (long long)date_seconds(&entry->date) : 0);
}

static void
add_navigation(const struct navigation *navigation, struct buffer *out)
{
    for (size_t i = 0; i < navigation->count; i++) {
        add(out, navigation->items[i].label);
        add(out, navigation->items[i].target.url);
        add(out, navigation->items[i].target.selector);
    }
}

bool
site_fingerprint(const struct site *site, struct buffer *out)
{
    if (map_count(site->lost) > 0 || site->kept_count > 0)
        return false;
    add(out, slice_of(CAPSULE_VERSION));
    if (site->settings != NULL)
        settings_write(site->settings, out);
    buffer_format(out, "%016llx %zu ", (unsigned long long)site->files_stamp, map_count(site->web_only));
    add(out, site->title);
    add(out, site->web_url);
    add(out, site->lang);
    for (size_t i = 0; i < site->count; i++)
        add_entry(site->entries[i], out);
    add_navigation(&site->navigation, out);
    return true;
}
