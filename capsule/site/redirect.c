/* redirect.c - old paths that lead to new ones. */
#include "site/redirect.h"

#include "base/uri.h"
#include "site/hugo_path.h"
#include "site/permalink.h"
#include "site/site_data.h"

enum { MOST_STEPS = 8 };

static void
add_source(struct site *site, const struct entry *owner, struct slice from)
{
    struct buffer alias = { 0 }, url = { 0 }, key = { 0 }, path = { 0 };
    struct entry *entry, *holder;

    if (site->hugo != NULL)
        hugo_path_alias(owner->path, slice_trim(from), &alias);
    permalink_clean(site->hugo != NULL ? buffer_slice(&alias) : slice_trim(from), &url);
    buffer_clear(&alias);
    uri_decode(buffer_slice(&url), &key);
    holder = map_find(site->keys, buffer_slice(&key));
    if (holder != NULL && holder->kind == ENTRY_REDIRECT && holder->meta == NULL) {
        holder->target = owner->path;
        holder->source = owner->source;
    } else if (holder != NULL) {
        findings_add(site->findings, FINDING_NOTE, "redirect-collision", owner->source.bytes, 0, 0,
                     "redirect_from %s is a page of its own, which wins", holder->path.bytes);
    } else {
        permalink_encode(buffer_slice(&key), &path);
        entry = arena_take(site->arena, sizeof(*entry));
        entry->kind = ENTRY_REDIRECT;
        entry->source = owner->source;
        entry->target = owner->path;
        entry->path = site_keep(site, &path);
        entry->key = site_keep(site, &key);
        site_add(site, entry);
    }
    buffer_clear(&url);
    buffer_clear(&key);
    buffer_clear(&path);
}

void
redirect_add_sources(struct site *site)
{
    const char *name = site->hugo != NULL ? "aliases" : "redirect_from";
    size_t count = site->count;

    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = site->entries[i];
        const struct yaml *from = yaml_get(entry->meta, name);

        for (size_t item = 0; yaml_kind(from) == YAML_LIST && item < yaml_count(from); item++)
            if (!slice_is_blank(yaml_text(yaml_item(from, item))))
                add_source(site, entry, yaml_text(yaml_item(from, item)));
        if (!slice_is_blank(yaml_text(from)))
            add_source(site, entry, yaml_text(from));
    }
}

static bool
leads_outside(struct slice target)
{
    return slice_starts_nocase(target, "http://") || slice_starts_nocase(target, "https://") ||
           slice_starts_nocase(target, "gemini://") || slice_starts_nocase(target, "gopher://");
}

/* What answers the site path TARGET now. */
static const struct entry *
entry_at(const struct site *site, struct slice target)
{
    struct buffer url = { 0 }, key = { 0 };
    struct uri uri;
    const struct entry *entry;

    uri_split(target, &uri);
    permalink_clean(uri.path, &url);
    uri_decode(buffer_slice(&url), &key);
    entry = site_answer(site, buffer_slice(&key));
    buffer_clear(&url);
    buffer_clear(&key);
    return entry;
}

const struct entry *
site_follow(const struct site *site, const struct entry *entry)
{
    for (unsigned step = 0; entry != NULL && entry->kind == ENTRY_REDIRECT; step++) {
        if (step == MOST_STEPS || leads_outside(entry->target))
            return NULL;
        entry = entry_at(site, entry->target);
    }
    return entry;
}

/* The end of the way, if it is a URL outside. */
static struct slice
outside_target(const struct site *site, const struct entry *entry)
{
    for (unsigned step = 0; step < MOST_STEPS && entry != NULL && entry->kind == ENTRY_REDIRECT; step++) {
        if (leads_outside(entry->target))
            return entry->target;
        entry = entry_at(site, entry->target);
    }
    return slice_make("", 0);
}

/* A target that only the web site has. */
static struct slice
web_target(struct site *site, struct slice target)
{
    struct slice slash = slice_starts(target, "/") ? slice_make("", 0) : slice_of("/");

    if (site->web_url.length == 0)
        return slash;
    return arena_format(site->arena, "%s%.*s%.*s", site->web_url.bytes, (int)slash.length, slash.bytes,
                        (int)target.length, target.bytes);
}

static bool
settle(struct site *site, struct entry *entry)
{
    const struct entry *end = site_follow(site, entry);
    struct slice outside = outside_target(site, entry);

    if (end != NULL) {
        entry->target = end->path;
        return true;
    }
    if (outside.length == 0 && entry_at(site, entry->target) == NULL)
        outside = web_target(site, entry->target);
    if (leads_outside(outside)) {
        entry->target = outside;
        return true;
    }
    findings_add(site->findings, FINDING_ERROR, "broken-redirect", entry->source.bytes, 0, 0,
                 "%s redirects in a circle or to a page that is not there", entry->path.bytes);
    return false;
}

void
redirect_settle(struct site *site)
{
    size_t kept = 0;

    for (size_t i = 0; i < site->count; i++) {
        struct entry *entry = site->entries[i];

        if (entry->kind != ENTRY_REDIRECT || settle(site, entry))
            site->entries[kept++] = entry;
        else
            map_put(site->web_only, entry->key, entry);
    }
    site->count = kept;
}
