/* collection.c - the collections that a site's configuration declares. */
#include "site/collection.h"

#include <string.h>

#include "base/buffer.h"

/* Jekyll drops what a label cannot hold, and then looks for the settings of what is left. */
static struct slice
clean_label(struct slice name, struct arena *arena)
{
    struct buffer label = { 0 };
    struct slice kept;

    for (size_t i = 0; i < name.length; i++)
        if (byte_is_alnum(name.bytes[i]) || (name.bytes[i] != '\0' && strchr("_-.", name.bytes[i]) != NULL))
            buffer_add_byte(&label, name.bytes[i]);
    kept = arena_copy(arena, buffer_slice(&label));
    buffer_clear(&label);
    return kept;
}

/* The folder `_data` is never one. */
static void
add_collection(struct collections *collections, struct slice name, const struct yaml *declared, struct arena *arena)
{
    struct collection *collection = &collections->items[collections->count];
    struct slice label = clean_label(name, arena);
    const struct yaml *node = yaml_kind(declared) == YAML_MAP ? yaml_get(declared, label.bytes) : NULL;
    bool posts = slice_is(label, "posts");

    if (label.length == 0 || (posts && collections->count > 0) || slice_is(label, "data"))
        return;
    collection->name = label;
    collection->folder = arena_format(arena, "%s_%s/", collections->base.bytes, label.bytes);
    collection->permalink = slice_trim(yaml_get_text(node, "permalink"));
    collection->output = posts || yaml_truth(yaml_get(node, "output"));
    collections->count++;
}

/* `collections_dir`, without slashes in front, and with one behind. */
static struct slice
base_folder(const struct yaml *config, struct arena *arena)
{
    struct slice base = slice_trim(yaml_get_text(config, "collections_dir"));

    while (slice_starts(base, "/"))
        base = slice_from(base, 1);
    while (slice_ends(base, "/"))
        base = slice_range(base, 0, base.length - 1);
    if (base.length == 0 || slice_is(base, "."))
        return slice_of("");
    return arena_format(arena, "%.*s/", (int)base.length, base.bytes);
}

void
collections_read(const struct yaml *config, struct arena *arena, struct collections *collections)
{
    const struct yaml *node = yaml_get(config, "collections");
    bool map = yaml_kind(node) == YAML_MAP;

    collections->count = 0;
    collections->base = base_folder(config, arena);
    collections->items = arena_take(arena, (yaml_count(node) + 1) * sizeof(*collections->items));
    add_collection(collections, slice_of("posts"), node, arena);
    for (size_t i = 0; i < yaml_count(node); i++)
        add_collection(collections, map ? yaml_key(node, i) : yaml_text(yaml_item(node, i)), node, arena);
}

const struct collection *
collections_of(const struct collections *collections, struct slice path)
{
    for (size_t i = 1; i < collections->count; i++)
        if (slice_starts(path, collections->items[i].folder.bytes))
            return &collections->items[i];
    return NULL;
}

bool
collections_enter(const struct collections *collections, struct slice path)
{
    struct slice base = collections->base;

    if (slice_find(path, "/_posts") != SLICE_NONE || (slice_starts(base, path.bytes) && base.bytes[path.length] == '/'))
        return true;
    return slice_starts(path, base.bytes) && slice_starts(slice_from(path, base.length), "_");
}

const struct collection *
collections_find(const struct collections *collections, struct slice name)
{
    for (size_t i = 0; i < collections->count; i++)
        if (slice_equal(collections->items[i].name, name))
            return &collections->items[i];
    return NULL;
}

size_t
collections_posts_base(const struct collections *collections, struct slice path)
{
    size_t start = 0, slash;

    if (!slice_starts(path, collections->base.bytes))
        return 0;
    while ((slash = slice_find_byte(slice_from(path, start), '/')) != SLICE_NONE) {
        if (slice_is(slice_range(path, start, start + slash), "_posts"))
            return start + slash + 1;
        start += slash + 1;
    }
    return 0;
}
