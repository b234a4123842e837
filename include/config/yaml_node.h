/* yaml_node.h - the inside of a tree's nodes, for the readers that make them (yaml.c, toml.c) and for nobody else. */
#ifndef CONFIG_YAML_NODE_H
#define CONFIG_YAML_NODE_H

#include "config/yaml.h"

struct yaml_entry {
    struct slice key; /* empty in a list, and for a key that is itself a list or map */
    const struct yaml *value;
};

struct yaml {
    enum yaml_kind kind;
    unsigned line;
    bool is_true;  /* of a boolean */
    bool is_plain; /* a scalar without quotes */
    bool is_open;  /* a list or map whose end has not been read yet */
    struct slice text;
    const struct yaml_entry *entries; /* in the arena, like everything here */
    size_t count;
};

#endif
