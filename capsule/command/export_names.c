/* export_names.c - two maps: what is taken by whom, and what is a folder. */
#include "command/export_names.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/memory.h"

#define SEGMENT_MAX 255 /* bytes; what Linux file systems take */
#define ATTEMPTS    100

struct export_names {
    struct arena *arena;
    struct map *by_key;          /* decoded path -> struct slice, the name */
    struct map *files, *folders; /* names */
};

struct export_names *
export_names_new(void)
{
    struct export_names *names = memory_new(sizeof *names);

    names->arena = arena_new();
    names->by_key = map_new();
    names->files = map_new();
    names->folders = map_new();
    return names;
}

void
export_names_free(struct export_names *names)
{
    if (names == NULL)
        return;
    map_free(names->by_key);
    map_free(names->files);
    map_free(names->folders);
    arena_free(names->arena);
    free(names);
}

static struct slice
without_slash(struct slice path)
{
    return slice_starts(path, "/") ? slice_from(path, 1) : path;
}

void
export_page_name(struct slice key, struct buffer *out)
{
    static const char *const extensions[] = { ".html", ".htm", ".xhtml" };

    key = without_slash(key);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (slice_ends_nocase(key, extensions[i])) {
            key = slice_range(key, 0, key.length - slice_of(extensions[i]).length);
            break;
        }
    buffer_add(out, key);
    buffer_add_text(out, key.length == 0 || slice_ends(key, "/") ? "index.gmi" : ".gmi");
}

void
export_menu_name(struct slice selector, struct buffer *out)
{
    selector = without_slash(selector);
    buffer_add(out, selector);
    if (selector.length > 0 && !slice_ends(selector, "/"))
        buffer_add_byte(out, '/');
    buffer_add_text(out, "gophermap");
}

/* Nothing that is another place, or that no file system takes. */
static bool
is_possible(struct slice name)
{
    struct slice segment;

    if (name.length == 0 || slice_ends(name, "/") || slice_find_byte(name, '\0') != SLICE_NONE)
        return false;
    while (slice_take_part(&name, '/', &segment))
        if (segment.length == 0 || segment.length > SEGMENT_MAX || slice_is(segment, ".") || slice_is(segment, ".."))
            return false;
    return true;
}

/* Where the folder ends that begins at the start of NAME and goes beyond AT; SLICE_NONE behind the last one. */
static size_t
next_folder(struct slice name, size_t at)
{
    size_t slash = slice_find_byte(slice_from(name, at), '/');

    return slash == SLICE_NONE ? SLICE_NONE : at + slash;
}

static bool
is_free(const struct export_names *names, struct slice name)
{
    if (map_find(names->files, name) != NULL || map_find(names->folders, name) != NULL)
        return false;
    for (size_t at = next_folder(name, 0); at != SLICE_NONE; at = next_folder(name, at + 1))
        if (map_find(names->files, slice_range(name, 0, at)) != NULL)
            return false;
    return true;
}

bool
export_names_take(struct export_names *names, struct slice key, struct slice name)
{
    struct slice *kept;

    if (!is_possible(name) || !is_free(names, name))
        return false;
    kept = arena_take(names->arena, sizeof *kept);
    *kept = arena_copy(names->arena, name);
    map_put(names->by_key, key, kept);
    map_put(names->files, name, kept);
    for (size_t at = next_folder(name, 0); at != SLICE_NONE; at = next_folder(name, at + 1))
        map_put(names->folders, slice_range(name, 0, at), kept);
    return true;
}

/* NAME with NUMBER before the extension of its last segment. */
static void
add_numbered(struct slice name, unsigned number, struct buffer *out)
{
    size_t slash = slice_find_last_byte(name, '/'), dot = slice_find_last_byte(name, '.');
    bool has_extension = dot != SLICE_NONE && (slash == SLICE_NONE || dot > slash + 1) && dot > 0;
    size_t at = has_extension ? dot : name.length;

    buffer_add(out, slice_range(name, 0, at));
    buffer_format(out, "-%u", number);
    buffer_add(out, slice_from(name, at));
}

static bool
take_numbered(struct export_names *names, struct slice key, struct slice name, unsigned number)
{
    struct buffer numbered = { 0 };
    bool taken;

    add_numbered(name, number, &numbered);
    taken = export_names_take(names, key, buffer_slice(&numbered));
    buffer_clear(&numbered);
    return taken;
}

bool
export_names_take_any(struct export_names *names, struct slice key, struct slice name, struct slice source,
                      struct findings *findings)
{
    unsigned number = is_possible(name) ? 2 : ATTEMPTS;
    char *file, *path;

    if (export_names_take(names, key, name))
        return true;
    while (number < ATTEMPTS && !take_numbered(names, key, name, number))
        number++;
    file = slice_copy(source);
    path = slice_copy(key);
    if (number < ATTEMPTS)
        findings_add(findings, FINDING_WARNING, "name-clash", file, 0, 0, "%s is exported as %s, as its name is taken",
                     path, export_names_find(names, key).bytes);
    else
        findings_add(findings, FINDING_ERROR, "no-name", file, 0, 0, "%s cannot be a file's name; it is not exported",
                     path);
    free(file);
    free(path);
    return number < ATTEMPTS;
}

struct slice
export_names_find(const struct export_names *names, struct slice key)
{
    const struct slice *name = map_find(names->by_key, key);

    return name != NULL ? *name : slice_of(NULL);
}
