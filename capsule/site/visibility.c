/* visibility.c - which names of a tree a site shows. */
#include "site/visibility.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

struct patterns {
    const char **items;
    size_t count;
};

struct visibility {
    struct patterns include, exclude;
};

/* What Jekyll leaves out besides the site's own list; `_site` and the like, though hidden by their names, can be included. */
static const char *const always_excluded[] = {
    "Gemfile",      "Gemfile.lock", "gemfiles",    "node_modules",  "vendor/bundle/", "vendor/cache/",
    "vendor/gems/", "vendor/ruby/", ".sass-cache", ".jekyll-cache", "_site",
};

enum { ALWAYS_EXCLUDED = sizeof(always_excluded) / sizeof(always_excluded[0]) };

static bool
holds(const struct patterns *patterns, struct slice text)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (slice_is(text, patterns->items[i]))
            return true;
    return false;
}

static void
add_pattern(struct patterns *patterns, struct slice text, struct arena *arena)
{
    text = slice_trim(text);
    while (slice_starts(text, "/"))
        text = slice_from(text, 1);
    if (text.length > 0)
        patterns->items[patterns->count++] = arena_copy(arena, text).bytes;
}

/* A list, or a string of names with commas between them (jekyll.md 3.3). */
static void
add_all(struct patterns *patterns, const struct yaml *node, struct arena *arena)
{
    struct slice text = yaml_text(node), part;

    for (size_t i = 0; i < yaml_count(node); i++)
        add_pattern(patterns, yaml_text(yaml_item(node, i)), arena);
    while (slice_take_part(&text, ',', &part))
        add_pattern(patterns, part, arena);
}

static void
reserve(struct patterns *patterns, const struct yaml *node, size_t more, struct arena *arena)
{
    size_t most = yaml_count(node) + yaml_text(node).length + more + 1;

    patterns->items = arena_take(arena, most * sizeof(*patterns->items));
}

/* Jekyll does not read the folder that it writes to: what lies there is made from this site. */
static void
add_destination(struct patterns *exclude, const struct yaml *config, struct arena *arena)
{
    struct slice folder = slice_trim(yaml_get_text(config, "destination"));

    while (slice_starts(folder, "./"))
        folder = slice_from(folder, 2);
    while (slice_ends(folder, "/"))
        folder.length--;
    if (folder.length > 0 && !slice_starts(folder, "/") && !slice_starts(folder, "..") && !slice_is(folder, "."))
        add_pattern(exclude, arena_format(arena, "%.*s/", (int)folder.length, folder.bytes), arena);
}

struct visibility *
visibility_new(const struct yaml *config, struct arena *arena)
{
    struct visibility *visibility = arena_take(arena, sizeof(*visibility));
    const struct yaml *include = yaml_get(config, "include"), *exclude = yaml_get(config, "exclude");

    reserve(&visibility->include, include, 0, arena);
    add_all(&visibility->include, include, arena);
    reserve(&visibility->exclude, exclude, ALWAYS_EXCLUDED + 1, arena);
    add_all(&visibility->exclude, exclude, arena);
    add_destination(&visibility->exclude, config, arena);
    for (size_t i = 0; i < ALWAYS_EXCLUDED; i++)
        add_pattern(&visibility->exclude, slice_of(always_excluded[i]), arena);
    return visibility;
}

bool
visibility_matches(const char *pattern, struct slice name, bool is_folder)
{
    size_t length = strlen(pattern);
    char *text;
    bool matches;

    if (slice_starts(name, pattern))
        return true;
    if (is_folder && length == name.length + 1 && pattern[length - 1] == '/' &&
        strncmp(pattern, name.bytes, name.length) == 0)
        return true;
    text = slice_copy(name);
    matches = fnmatch(pattern, text, 0) == 0;
    free(text);
    return matches;
}

static bool
any_matches(const struct patterns *patterns, struct slice name, bool is_folder)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (visibility_matches(patterns->items[i], name, is_folder))
            return true;
    return false;
}

/* An entry that stands in both lists excludes nothing. */
static bool
is_excluded(const struct visibility *visibility, struct slice path, bool is_folder)
{
    for (size_t i = 0; i < visibility->exclude.count; i++) {
        const char *pattern = visibility->exclude.items[i];

        if (visibility_matches(pattern, path, is_folder) && !holds(&visibility->include, slice_of(pattern)))
            return true;
    }
    return false;
}

static bool
is_special(struct slice name)
{
    return name.length == 0 || strchr("._#~", name.bytes[0]) != NULL || slice_ends(name, "~");
}

/* One component: PATH up to its end, NAME alone. */
static bool
shows_name(const struct visibility *visibility, struct slice path, struct slice name, bool is_folder)
{
    bool included = any_matches(&visibility->include, name, is_folder);

    if (slice_ends(name, ".") || (is_excluded(visibility, path, is_folder) && !included))
        return false;
    return included || !is_special(name);
}

static struct slice
name_of(struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');

    return slash == SLICE_NONE ? path : slice_from(path, slash + 1);
}

bool
visibility_shows_folder(const struct visibility *visibility, struct slice path)
{
    return shows_name(visibility, path, name_of(path), true);
}

bool
visibility_shows(const struct visibility *visibility, struct slice path)
{
    if (holds(&visibility->include, path) && slice_find_byte(path, '/') != SLICE_NONE)
        return true;
    for (size_t i = 0; i < path.length; i++)
        if (path.bytes[i] == '/' && !visibility_shows_folder(visibility, slice_range(path, 0, i)))
            return false;
    return shows_name(visibility, path, name_of(path), false);
}

bool
visibility_shows_below(const struct visibility *visibility, struct slice path, size_t base)
{
    struct slice below = slice_from(path, base), name = name_of(path);
    bool included = any_matches(&visibility->include, below, false) || any_matches(&visibility->include, name, false);

    if (slice_ends(name, ".") || (is_excluded(visibility, path, false) && !included))
        return false;
    return included || !(is_special(name) || is_special(below));
}
