/* yaml_node.c - answers about the nodes of a tree, whoever made them. */
#include "config/yaml_node.h"

enum yaml_kind
yaml_kind(const struct yaml *node)
{
    return node != NULL ? node->kind : YAML_NULL;
}

unsigned
yaml_line(const struct yaml *node)
{
    return node != NULL ? node->line : 0;
}

const struct yaml *
yaml_get(const struct yaml *node, const char *key)
{
    if (yaml_kind(node) != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (slice_is(node->entries[i].key, key))
            return node->entries[i].value;
    return NULL;
}

const struct yaml *
yaml_get_nocase(const struct yaml *node, const char *key)
{
    if (yaml_kind(node) != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (slice_is_nocase(node->entries[i].key, key))
            return node->entries[i].value;
    return NULL;
}

size_t
yaml_count(const struct yaml *node)
{
    return node != NULL ? node->count : 0;
}

const struct yaml *
yaml_item(const struct yaml *node, size_t index)
{
    return index < yaml_count(node) ? node->entries[index].value : NULL;
}

struct slice
yaml_key(const struct yaml *node, size_t index)
{
    return index < yaml_count(node) ? node->entries[index].key : slice_make(NULL, 0);
}

struct slice
yaml_text(const struct yaml *node)
{
    return node != NULL ? node->text : slice_make(NULL, 0);
}

struct slice
yaml_get_text(const struct yaml *node, const char *key)
{
    return yaml_text(yaml_get(node, key));
}

struct slice
yaml_get_first_text(const struct yaml *node, const char *const *keys)
{
    struct slice text = { "", 0 };

    for (; *keys != NULL && text.length == 0; keys++)
        text = slice_trim(yaml_get_text(node, *keys));
    return text;
}

bool
yaml_bool(const struct yaml *node, bool fallback)
{
    return yaml_kind(node) == YAML_BOOLEAN ? node->is_true : fallback;
}

bool
yaml_truth(const struct yaml *node)
{
    return yaml_kind(node) != YAML_NULL && yaml_bool(node, true);
}

static size_t
map_count_of(const struct yaml *node)
{
    return yaml_kind(node) == YAML_MAP ? node->count : 0;
}

static bool
has_key(const struct yaml_entry *entries, size_t count, struct slice key)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(entries[i].key, key))
            return true;
    return false;
}

const struct yaml *
yaml_overlay(const struct yaml *top, const struct yaml *const *below, size_t count, struct arena *arena)
{
    size_t most = map_count_of(top), used = most;
    struct yaml_entry *entries;
    struct yaml *node;

    for (size_t i = 0; i < count; i++)
        most += map_count_of(below[i]);
    if (most == used)
        return top;
    entries = arena_take(arena, most * sizeof(*entries));
    for (size_t i = 0; i < used; i++)
        entries[i] = top->entries[i];
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < map_count_of(below[i]); k++)
            if (!has_key(entries, used, below[i]->entries[k].key))
                entries[used++] = below[i]->entries[k];
    node = arena_take(arena, sizeof(*node));
    *node = (struct yaml){ .kind = YAML_MAP, .line = yaml_line(top), .entries = entries, .count = used };
    return node;
}

const struct yaml *
yaml_with(const struct yaml *map, struct slice key, const struct yaml *value, struct arena *arena)
{
    const struct yaml_entry entry = { key, value };
    const struct yaml more = { .kind = YAML_MAP, .entries = &entry, .count = 1 };
    const struct yaml *below = &more;

    return value != NULL ? yaml_overlay(map, &below, 1, arena) : map;
}
