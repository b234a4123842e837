/* hugo_branch.c - what the sections around a page say for it. */
#include "site/hugo_branch.h"

#include <stdlib.h>

#include "base/memory.h"
#include "site/glob.h"
#include "site/hugo_date.h"
#include "site/site_data.h"
#include "site/source.h"

enum { MOST_VALUES = 200 }; /* sets of values that can reach one page: its sections', one by one */

struct branch {
    struct hugo_item item;
    const struct yaml *meta;
    bool is_judged, is_hidden;
};

struct hugo_branches {
    struct site *site;
    struct map *by_place; /* language and folder -> struct branch */
};

struct hugo_branches *
hugo_branches_new(struct site *site)
{
    struct hugo_branches *branches = memory_new(sizeof(*branches));

    branches->site = site;
    branches->by_place = map_new();
    return branches;
}

void
hugo_branches_free(struct hugo_branches *branches)
{
    if (branches == NULL)
        return;
    map_free(branches->by_place);
    free(branches);
}

static void
put_place(const struct hugo_language *language, struct slice folder, struct buffer *place)
{
    buffer_truncate(place, 0);
    buffer_add(place, language->name);
    buffer_add_byte(place, ':');
    buffer_add(place, folder);
}

void
hugo_branches_add(struct hugo_branches *branches, const struct hugo_item *item, const struct yaml *meta, bool is_broken)
{
    struct branch *branch = arena_take(branches->site->arena, sizeof(*branch));
    struct buffer place = { 0 };

    *branch = (struct branch){ .item = *item, .meta = meta, .is_judged = is_broken, .is_hidden = is_broken };
    put_place(item->language, item->folder, &place);
    map_put(branches->by_place, buffer_slice(&place), branch);
    buffer_clear(&place);
}

/* The noted section at FOLDER, or the innermost one around it; *FOLDER is then what to look at next, if *MORE. */
static struct branch *
next_branch(const struct hugo_branches *branches, const struct hugo_language *language, struct slice *folder,
            bool *more)
{
    struct branch *branch = NULL;
    struct buffer place = { 0 };

    while (*more && branch == NULL) {
        put_place(language, *folder, &place);
        branch = map_find(branches->by_place, buffer_slice(&place));
        *more = folder->length > 0;
        if (*more)
            *folder = source_split(slice_range(*folder, 0, folder->length - 1)).folder;
    }
    buffer_clear(&place);
    return branch;
}

/* Patterns are for the path in the content, with a `/` in front, with or without the file's ending. */
static bool
has_path(const struct hugo_item *item, struct slice pattern)
{
    struct slice folder = slice_range(item->folder, 0, item->folder.length > 0 ? item->folder.length - 1 : 0);
    bool branch = slice_is(item->name, "_index") || slice_is(item->name, "index");
    struct buffer path = { 0 };
    bool matches;

    buffer_add_byte(&path, '/');
    buffer_add(&path, item->path);
    matches = glob_matches(pattern, buffer_slice(&path));
    buffer_truncate(&path, 1);
    buffer_add(&path, branch ? folder : item->folder);
    if (!branch)
        buffer_add(&path, item->name);
    matches = matches || glob_matches(pattern, buffer_slice(&path));
    buffer_clear(&path);
    return matches;
}

/* Whether VALUES, one set of a cascade, is meant for ITEM. */
static bool
is_meant_for(const struct hugo *hugo, const struct yaml *values, const struct hugo_item *item)
{
    const struct yaml *target = yaml_get_nocase(values, "target");
    struct slice kind, lang, path, environment;

    if (target == NULL)
        target = yaml_get_nocase(values, "_target");
    kind = yaml_text(yaml_get_nocase(target, "kind"));
    lang = yaml_text(yaml_get_nocase(target, "lang"));
    path = yaml_text(yaml_get_nocase(target, "path"));
    environment = yaml_text(yaml_get_nocase(target, "environment"));
    return (kind.length == 0 || glob_matches(kind, slice_of(hugo_item_kind(hugo, item)))) &&
           (lang.length == 0 || glob_matches(lang, item->language->name)) &&
           (environment.length == 0 || glob_matches(environment, slice_of("production"))) &&
           (path.length == 0 || has_path(item, path));
}

/* Adds the sets of CASCADE, one or a list, that are meant for ITEM. */
static void
add_values(const struct hugo *hugo, const struct yaml *cascade, const struct hugo_item *item,
           const struct yaml **values, size_t *count)
{
    bool list = yaml_kind(cascade) == YAML_LIST;
    size_t sets = list ? yaml_count(cascade) : 1;

    for (size_t i = 0; i < sets && *count < MOST_VALUES; i++) {
        const struct yaml *set = list ? yaml_item(cascade, i) : cascade;

        if (yaml_kind(set) == YAML_MAP && is_meant_for(hugo, set, item))
            values[(*count)++] = set;
    }
}

const struct yaml *
hugo_branches_apply(const struct hugo_branches *branches, const struct hugo_item *item, const struct yaml *meta)
{
    const struct hugo *hugo = branches->site->hugo;
    const struct yaml *values[MOST_VALUES];
    struct slice folder = item->folder;
    struct branch *branch;
    size_t count = 0;
    bool more = true;

    while ((branch = next_branch(branches, item->language, &folder, &more)) != NULL)
        add_values(hugo, yaml_get_nocase(branch->meta, "cascade"), item, values, &count);
    add_values(hugo, hugo_setting(hugo, "cascade"), item, values, &count);
    return yaml_overlay(meta, values, count, branches->site->arena);
}

static bool
is_hidden(const struct hugo_branches *branches, struct branch *branch)
{
    struct hugo_dates dates;
    const struct yaml *meta;

    if (branch->is_judged)
        return branch->is_hidden;
    meta = hugo_branches_apply(branches, &branch->item, branch->meta);
    hugo_dates_read(branches->site, meta, hugo_item_label(&branch->item), &dates);
    branch->is_judged = true;
    branch->is_hidden = !hugo_is_built(branches->site, meta, &dates);
    return branch->is_hidden;
}

bool
hugo_branches_hide(const struct hugo_branches *branches, const struct hugo_item *item)
{
    struct slice folder = item->folder;
    struct branch *branch;
    bool more = true, hidden = false;

    while (!hidden && (branch = next_branch(branches, item->language, &folder, &more)) != NULL)
        hidden = is_hidden(branches, branch);
    return hidden;
}
