/* defaults.c - front matter that the configuration gives to whole folders or kinds of files. */
#include "site/defaults.h"

#include <fnmatch.h>
#include <stdlib.h>

/* Names of types that Jekyll still understands. */
static const struct {
    const char *old, *name;
} types[] = { { "page", "pages" }, { "post", "posts" }, { "draft", "drafts" } };

static bool
has_type(const struct yaml *scope, struct slice type)
{
    struct slice wanted = yaml_get_text(scope, "type");

    if (yaml_get(scope, "type") == NULL)
        return true;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (slice_is(wanted, types[i].old))
            wanted = slice_of(types[i].name);
    return slice_equal(wanted, type);
}

static struct slice
without_base(const struct defaults *defaults, struct slice path)
{
    bool below = defaults->base.length > 0 && slice_starts(path, defaults->base.bytes);

    return below ? slice_from(path, defaults->base.length) : path;
}

static struct slice
without_slash(struct slice path)
{
    return slice_starts(path, "/") ? slice_from(path, 1) : path;
}

/* Jekyll looks for what the pattern finds in the tree, and takes that as the beginning of a path. */
static bool
matches_glob(const char *pattern, struct slice path)
{
    int flags = slice_find(slice_of(pattern), "**") == SLICE_NONE ? FNM_PATHNAME | FNM_PERIOD : 0;
    bool matches = false;

    for (size_t i = 1; i <= path.length && !matches; i++)
        if (i == path.length || path.bytes[i] == '/') {
            char *part = slice_copy(slice_range(path, 0, i));

            matches = fnmatch(pattern, part, flags) == 0;
            free(part);
        }
    return matches;
}

static bool
has_path(const struct defaults *defaults, const struct yaml *scope, struct slice path)
{
    struct slice wanted = yaml_get_text(scope, "path");
    char *text;
    bool matches;

    text = slice_copy(without_base(defaults, wanted));
    if (slice_find_byte(wanted, '*') != SLICE_NONE)
        matches = matches_glob(text, path);
    else
        matches = slice_starts(path, text);
    free(text);
    return matches;
}

/* Whether SCOPE comes before OLD, the scope of a set that applies as well. */
static bool
comes_before(const struct yaml *scope, const struct yaml *old)
{
    struct slice path = without_slash(yaml_get_text(scope, "path")), other = without_slash(yaml_get_text(old, "path"));

    if (path.length != other.length)
        return path.length > other.length;
    return yaml_get(scope, "type") != NULL || yaml_get(old, "type") == NULL;
}

/* The values of all sets that apply, the most important ones in front. *COUNT of them. */
static const struct yaml **
matching_values(const struct defaults *defaults, struct slice path, struct slice type, struct arena *arena,
                size_t *count)
{
    size_t total = yaml_count(defaults->sets), first = total, last = total;
    const struct yaml **values = arena_take(arena, (2 * total + 1) * sizeof(*values)), *old = NULL;

    for (size_t i = 0; i < total; i++) {
        const struct yaml *set = yaml_item(defaults->sets, i), *scope = yaml_get(set, "scope");

        if (yaml_kind(yaml_get(set, "values")) != YAML_MAP || !has_type(scope, type) ||
            !has_path(defaults, scope, path))
            continue;
        if (first == last || comes_before(scope, old)) {
            values[--first] = yaml_get(set, "values");
            old = scope;
        } else {
            values[last++] = yaml_get(set, "values");
        }
    }
    *count = last - first;
    return values + first;
}

const struct yaml *
defaults_apply(const struct defaults *defaults, const struct yaml *meta, struct slice path, struct slice type,
               struct arena *arena)
{
    const struct yaml **values;
    size_t count;

    if (yaml_kind(defaults->sets) != YAML_LIST)
        return meta;
    values = matching_values(defaults, without_slash(without_base(defaults, path)), type, arena, &count);
    return yaml_overlay(meta, values, count, arena);
}

bool
defaults_publish_file(const struct defaults *defaults, struct slice url, struct slice type, struct arena *arena)
{
    const struct yaml *published = yaml_get(defaults_apply(defaults, NULL, url, type, arena), "published");

    return published == NULL || yaml_truth(published);
}
