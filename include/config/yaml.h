/* yaml.h - a YAML document as a tree, with the scalars of YAML 1.1, as Jekyll reads them (jekyll.md 3.1). */
#ifndef CONFIG_YAML_H
#define CONFIG_YAML_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

enum yaml_kind { YAML_NULL, YAML_BOOLEAN, YAML_NUMBER, YAML_DATE, YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml;

/*
 * The tree of TEXT, in ARENA; an empty document is a YAML_NULL node. NULL if it is invalid: the error is
 * "line N: what is wrong", counted from FIRST_LINE. Only the first document of a stream is read.
 *
 * Anchors and aliases share nodes and are never copied out (so a walk over a hostile tree can be far longer than its
 * text: bound it); a tree that contains itself is an error; nesting is at most 50 levels, values at most 200,000. A
 * repeated key: the last one wins. `<<: *map` stands for that map's entries. A list or map as a key has the empty name.
 */
const struct yaml *yaml_read(struct slice text, unsigned first_line, struct arena *arena, struct error *error);

/*
 * The map TOP with what the COUNT maps BELOW have besides, the first of them before the others: each key once, in that
 * order. In ARENA; TOP itself where they add nothing. What is no map has no keys.
 */
const struct yaml *yaml_overlay(const struct yaml *top, const struct yaml *const *below, size_t count,
                                struct arena *arena);

/* The map MAP (NULL: an empty one) with VALUE under KEY as well; MAP itself if it has KEY, or if VALUE is NULL. In ARENA. */
const struct yaml *yaml_with(const struct yaml *map, struct slice key, const struct yaml *value, struct arena *arena);

/* All below take NULL for "not there" and answer as if it were YAML_NULL. */
enum yaml_kind yaml_kind(const struct yaml *node);
unsigned yaml_line(const struct yaml *node); /* in the file; 0 for NULL */

/* The value of KEY in a map, else NULL. Lent, like all nodes and texts below: valid as long as the arena. */
const struct yaml *yaml_get(const struct yaml *node, const char *key);

/* The same without regard to the case of ASCII letters: Hugo reads `publishDate` and `publishdate` alike. */
const struct yaml *yaml_get_nocase(const struct yaml *node, const char *key);

/* Entries of a list or map; 0 for anything else. */
size_t yaml_count(const struct yaml *node);
const struct yaml *yaml_item(const struct yaml *node, size_t index);
struct slice yaml_key(const struct yaml *node, size_t index); /* of a map, as written */

/* A scalar as written (quotes and escapes resolved); empty for null, lists and maps. */
struct slice yaml_text(const struct yaml *node);

/* Shorthand: yaml_text(yaml_get(node, key)). */
struct slice yaml_get_text(const struct yaml *node, const char *key);

/* The first of the texts under KEYS, which end in NULL, that is not blank; without the blanks around it. Empty if none is. */
struct slice yaml_get_first_text(const struct yaml *node, const char *const *keys);

/* A YAML 1.1 boolean (yes, no, on, off, true, false, unquoted); FALLBACK for anything else. */
bool yaml_bool(const struct yaml *node, bool fallback);

/* Liquid's truth: only null (also a missing node) and false are false. */
bool yaml_truth(const struct yaml *node);

#endif
