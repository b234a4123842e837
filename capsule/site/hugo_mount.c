/* hugo_mount.c - which folders of a Hugo site hold its pages and its files. */
#include "site/hugo_mount.h"

#include "site/glob.h"

static struct slice
without_slashes(struct slice path)
{
    path = slice_trim(path);
    while (slice_starts(path, "/") || slice_starts(path, "./"))
        path = slice_from(path, slice_starts(path, "/") ? 1 : 2);
    while (slice_ends(path, "/"))
        path.length--;
    return slice_is(path, ".") ? slice_make("", 0) : path;
}

/* PATH with one '/' behind it, in ARENA. */
static struct slice
folder_of(struct slice path, struct arena *arena)
{
    path = without_slashes(path);
    return path.length > 0 ? arena_format(arena, "%.*s/", (int)path.length, path.bytes) : slice_of("");
}

/* What of TARGET, cleaned, lies below COMPONENT; false if it does not. */
static bool
is_below(struct slice target, const char *component, struct slice *inside)
{
    struct slice first;

    *inside = target;
    return slice_take_part(inside, '/', &first) && slice_is(first, component);
}

static const struct hugo_language *
language_named(const struct hugo *hugo, struct slice name)
{
    for (size_t i = 0; i < hugo->language_count; i++)
        if (slice_equal_nocase(hugo->languages[i].name, name))
            return &hugo->languages[i];
    return hugo->main;
}

static struct slice
text_of(const struct yaml *node, const char *key)
{
    return slice_trim(yaml_text(yaml_get_nocase(node, key)));
}

/* A source that has an extension, like its target, is a file. */
static bool
names_file(struct slice source, struct slice target)
{
    static const char *const endings[] = { ".md", ".markdown", ".html", ".htm" };

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (slice_ends_nocase(source, endings[i]) && slice_ends_nocase(target, endings[i]))
            return true;
    return false;
}

static void
add_configured(struct hugo *hugo, const struct yaml *node, struct arena *arena)
{
    struct slice source = text_of(node, "source"), target = without_slashes(text_of(node, "target")), inside;
    struct hugo_mount *mount = &hugo->mounts[hugo->mount_count];
    bool is_content = is_below(target, "content", &inside),
         is_static = !is_content && is_below(target, "static", &inside);

    if (!(is_content || is_static) || slice_starts(without_slashes(source), ".."))
        return;
    *mount = (struct hugo_mount){ .is_static = is_static, .is_file = names_file(source, target) };
    mount->language = language_named(hugo, text_of(node, "lang"));
    mount->source = mount->is_file ? arena_copy(arena, without_slashes(source)) : folder_of(source, arena);
    mount->inside = mount->is_file ? arena_copy(arena, inside) : folder_of(inside, arena);
    mount->includes = yaml_get_nocase(node, "includefiles");
    mount->excludes = yaml_get_nocase(node, "excludefiles");
    hugo->mount_count++;
}

static bool
has_mount(const struct hugo *hugo, bool is_static)
{
    for (size_t i = 0; i < hugo->mount_count; i++)
        if (hugo->mounts[i].is_static == is_static)
            return true;
    return false;
}

static void
add_folder(struct hugo *hugo, struct slice source, const struct hugo_language *language, bool is_static)
{
    hugo->mounts[hugo->mount_count++] =
        (struct hugo_mount){ .source = source, .inside = SLICE(""), .language = language, .is_static = is_static };
}

/* `staticDir` can be one folder, or several. */
static void
add_static_folders(struct hugo *hugo, const struct yaml *folders, struct arena *arena)
{
    if (yaml_kind(folders) != YAML_LIST || yaml_count(folders) == 0) {
        struct slice folder = folder_of(yaml_text(folders), arena);

        add_folder(hugo, folder.length > 0 ? folder : slice_of("static/"), hugo->main, true);
    }
    for (size_t i = 0; yaml_kind(folders) == YAML_LIST && i < yaml_count(folders); i++)
        if (without_slashes(yaml_text(yaml_item(folders, i))).length > 0)
            add_folder(hugo, folder_of(yaml_text(yaml_item(folders, i)), arena), hugo->main, true);
}

void
hugo_mounts_read(struct hugo *hugo, struct arena *arena)
{
    const struct yaml *own = yaml_get_nocase(hugo_setting(hugo, "module"), "mounts");
    const struct yaml *folders = hugo_setting(hugo, "staticdir");
    size_t most = yaml_count(own) + yaml_count(folders) + hugo->language_count + 2;

    hugo->mounts = arena_take(arena, most * sizeof(*hugo->mounts));
    for (size_t i = 0; yaml_kind(own) == YAML_LIST && i < yaml_count(own); i++)
        add_configured(hugo, yaml_item(own, i), arena);
    if (!has_mount(hugo, false)) {
        add_folder(hugo, hugo->main->folder, hugo->main, false);
        for (size_t i = 0; i < hugo->language_count; i++)
            if (&hugo->languages[i] != hugo->main)
                add_folder(hugo, hugo->languages[i].folder, &hugo->languages[i], false);
    }
    if (!has_mount(hugo, true))
        add_static_folders(hugo, folders, arena);
}

/* Whether one of PATTERNS, a list or a text, matches PATH; some authors begin them with '/'. */
static bool
any_matches(const struct yaml *patterns, struct slice path)
{
    struct slice one = without_slashes(yaml_text(patterns));
    bool matches = one.length > 0 && glob_matches(one, path);

    for (size_t i = 0; yaml_kind(patterns) == YAML_LIST && i < yaml_count(patterns) && !matches; i++)
        matches = glob_matches(without_slashes(yaml_text(yaml_item(patterns, i))), path);
    return matches;
}

static bool
holds(const struct hugo_mount *mount, struct slice path)
{
    struct slice rest;

    if (mount->is_file)
        return slice_equal(path, mount->source);
    if (!slice_starts(path, mount->source.bytes))
        return false;
    rest = slice_from(path, mount->source.length);
    return (mount->includes == NULL || any_matches(mount->includes, rest)) && !any_matches(mount->excludes, rest);
}

static bool
is_ignored(const struct hugo *hugo, struct slice path)
{
    const struct yaml *patterns = hugo_setting(hugo, "ignorefiles");
    bool found = false, valid;

    for (size_t i = 0; yaml_kind(patterns) == YAML_LIST && i < yaml_count(patterns) && !found; i++)
        found = glob_finds(yaml_text(yaml_item(patterns, i)), path, &valid);
    return found;
}

struct slice
hugo_bad_pattern(const struct hugo *hugo)
{
    const struct yaml *patterns = hugo_setting(hugo, "ignorefiles");
    bool valid;

    for (size_t i = 0; yaml_kind(patterns) == YAML_LIST && i < yaml_count(patterns); i++) {
        glob_finds(yaml_text(yaml_item(patterns, i)), slice_of(""), &valid);
        if (!valid)
            return yaml_text(yaml_item(patterns, i));
    }
    return slice_make("", 0);
}

bool
hugo_locate(const struct hugo *hugo, struct slice path, struct arena *arena, struct hugo_place *place)
{
    const struct hugo_mount *found = NULL;
    struct slice rest;

    for (size_t i = 0; i < hugo->mount_count; i++)
        if (holds(&hugo->mounts[i], path) && (found == NULL || hugo->mounts[i].source.length > found->source.length))
            found = &hugo->mounts[i];
    if (found == NULL || (!found->is_static && is_ignored(hugo, path)))
        return false;
    rest = slice_from(path, found->source.length);
    place->mount = found;
    place->path = rest;
    if (found->inside.length > 0)
        place->path = arena_format(arena, "%.*s%.*s", (int)found->inside.length, found->inside.bytes, (int)rest.length,
                                   rest.bytes);
    return true;
}

bool
hugo_enters(const struct hugo *hugo, struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');
    struct slice name = slash == SLICE_NONE ? path : slice_from(path, slash + 1);

    for (size_t i = 0; i < hugo->mount_count; i++) {
        struct slice source = hugo->mounts[i].source;

        if (slice_starts(source, path.bytes) && source.bytes[path.length] == '/')
            return true;
        if (slice_starts(path, source.bytes))
            return !slice_starts(name, ".") || slice_is(name, ".well-known");
    }
    return false;
}
