/* collection.c - the collections that a site's configuration declares. */
#include "site/collection.h"

static void
add_collection(struct collections *collections, struct slice name, const struct yaml *node, struct slice base,
               struct arena *arena)
{
    struct collection *collection = &collections->items[collections->count];
    bool posts = slice_is(name, "posts");

    if (name.length == 0 || (posts && collections->count > 0))
        return;
    collection->name = arena_copy(arena, name);
    collection->folder = arena_format(arena, "%.*s%s_%.*s/", (int)base.length, base.length > 0 ? base.bytes : "",
                                      base.length > 0 ? "/" : "", (int)name.length, name.bytes);
    collection->permalink = slice_trim(yaml_get_text(node, "permalink"));
    collection->output = posts || yaml_bool(yaml_get(node, "output"), false);
    collections->count++;
}

/* `collections_dir`, without slashes at its ends. */
static struct slice
base_folder(const struct yaml *config)
{
    struct slice base = slice_trim(yaml_get_text(config, "collections_dir"));

    while (slice_starts(base, "/"))
        base = slice_from(base, 1);
    while (slice_ends(base, "/"))
        base = slice_range(base, 0, base.length - 1);
    return slice_is(base, ".") ? slice_make("", 0) : base;
}

void
collections_read(const struct yaml *config, struct arena *arena, struct collections *collections)
{
    const struct yaml *node = yaml_get(config, "collections");
    struct slice base = base_folder(config);
    bool map = yaml_kind(node) == YAML_MAP;

    collections->count = 0;
    collections->items = arena_take(arena, (yaml_count(node) + 1) * sizeof(*collections->items));
    add_collection(collections, slice_of("posts"), map ? yaml_get(node, "posts") : NULL, base, arena);
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml *item = yaml_item(node, i);

        add_collection(collections, map ? yaml_key(node, i) : yaml_text(item), map ? item : NULL, base, arena);
    }
}

const struct collection *
collections_of(const struct collections *collections, struct slice path)
{
    for (size_t i = 1; i < collections->count; i++)
        if (slice_starts(path, collections->items[i].folder.bytes))
            return &collections->items[i];
    return NULL;
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
collections_posts_base(struct slice path)
{
    size_t start = 0, slash;

    while ((slash = slice_find_byte(slice_from(path, start), '/')) != SLICE_NONE) {
        if (slice_is(slice_range(path, start, start + slash), "_posts"))
            return start + slash + 1;
        start += slash + 1;
    }
    return 0;
}
