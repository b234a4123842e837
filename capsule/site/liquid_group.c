/* liquid_group.c - groups in the order in which their first items came. */
#include "site/liquid_group.h"

#include <stdint.h>

#include "base/arena.h"

/* Room for one more of SIZE bytes behind COUNT items; NULL if the page has made too much. */
static void *
grow(const struct scope *scope, void *items, size_t count, size_t *capacity, size_t size)
{
    size_t more = *capacity > 0 ? *capacity * 2 : 4;
    void *moved;

    if (count < *capacity)
        return items;
    if (!liquid_spend(scope, more * size))
        return NULL;
    moved = arena_take(scope->arena, more * size);
    if (count > 0)
        memcpy(moved, items, count * size);
    *capacity = more;
    return moved;
}

/* A place in INDEX is a number that is kept as a pointer, which a map must not have NULL. */
static struct liquid_group *
find_group(struct liquid_groups *groups, const struct scope *scope, struct slice name)
{
    uintptr_t place = (uintptr_t)map_find(groups->index, name);
    void *items;

    if (place > 0)
        return &groups->items[place - 1];
    items = grow(scope, groups->items, groups->count, &groups->capacity, sizeof(*groups->items));
    if (items == NULL)
        return NULL;
    groups->items = items;
    groups->items[groups->count] = (struct liquid_group){ .name = name };
    map_put(groups->index, name, (void *)(uintptr_t)(groups->count + 1));
    return &groups->items[groups->count++];
}

void
liquid_groups_add(struct liquid_groups *groups, const struct scope *scope, struct slice name, struct value item)
{
    struct liquid_group *group = find_group(groups, scope, name);
    void *items = group != NULL ? grow(scope, group->items, group->count, &group->capacity, sizeof(item)) : NULL;

    if (items == NULL)
        return;
    group->items = items;
    group->items[group->count++] = item;
}

static struct value
list_of(const struct liquid_group *group, const struct scope *scope, bool turned)
{
    struct value_list *list = arena_take(scope->arena, sizeof(*list));

    list->items = group->items;
    list->count = group->count;
    for (size_t i = 0; turned && i < group->count / 2; i++) {
        struct value kept = group->items[i];

        group->items[i] = group->items[group->count - 1 - i];
        group->items[group->count - 1 - i] = kept;
    }
    return liquid_of_list(list);
}

static struct value
record_of(const struct liquid_group *group, const struct scope *scope)
{
    struct value_record *record = arena_take(scope->arena, sizeof(*record));

    record->count = 3;
    record->fields = arena_take(scope->arena, 3 * sizeof(*record->fields));
    record->fields[0] = (struct value_field){ SLICE("name"), liquid_string(group->name) };
    record->fields[1] = (struct value_field){ SLICE("items"), list_of(group, scope, false) };
    record->fields[2] = (struct value_field){ SLICE("size"), liquid_number(scope, group->count) };
    return (struct value){ .kind = VALUE_RECORD, .record = record };
}

struct value
liquid_groups_list(const struct liquid_groups *groups, const struct scope *scope)
{
    size_t room;
    struct value_list *list = liquid_list_new(scope, groups->count, &room);

    for (size_t i = 0; i < groups->count && i < room; i++)
        list->items[list->count++] = record_of(&groups->items[i], scope);
    return liquid_of_list(list);
}

struct value
liquid_groups_record(const struct liquid_groups *groups, const struct scope *scope)
{
    struct value_record *record = arena_take(scope->arena, sizeof(*record));

    record->fields = arena_take(scope->arena, (groups->count + 1) * sizeof(*record->fields));
    for (size_t i = 0; i < groups->count; i++) {
        struct value list = list_of(&groups->items[i], scope, true);

        record->fields[record->count++] = (struct value_field){ groups->items[i].name, list };
    }
    return (struct value){ .kind = VALUE_RECORD, .record = record };
}
