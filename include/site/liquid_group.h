/* liquid_group.h - values sorted into groups by a name: `group_by`, and the site's tags and categories. */
#ifndef SITE_LIQUID_GROUP_H
#define SITE_LIQUID_GROUP_H

#include "site/liquid_value.h"

struct liquid_group {
    struct slice name;
    struct value *items;
    size_t count, capacity;
};

/* { .index = map_new() } is empty; the caller frees INDEX, all else lives in the scope's arena. */
struct liquid_groups {
    struct map *index; /* name -> place, plus one */
    struct liquid_group *items;
    size_t count, capacity;
};

/* Adds ITEM to the group NAME, which is new at the end if there was none; nothing if the page has made too much. */
void liquid_groups_add(struct liquid_groups *groups, const struct scope *scope, struct slice name, struct value item);

/* As `group_by` gives them: a list of records with `name`, `items` and `size`. */
struct value liquid_groups_list(const struct liquid_groups *groups, const struct scope *scope);

/* As `site.tags` has them: a record of lists by name, each turned around. */
struct value liquid_groups_record(const struct liquid_groups *groups, const struct scope *scope);

#endif
