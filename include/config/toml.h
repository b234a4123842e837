/* toml.h - a TOML document (1.0) as a tree of the same nodes as YAML's (jekyll.md 7.1). */
#ifndef CONFIG_TOML_H
#define CONFIG_TOML_H

#include "config/yaml.h"

/*
 * The tree of TEXT, in ARENA: always a map. NULL if it is invalid: the error is "line N: what is wrong", counted from
 * FIRST_LINE. Dates are YAML_DATE, times of day text; numbers stay as written. Milder than the standard where nobody is
 * misled: a repeated key has its last value, an array and an inline table may miss a comma. At most 20,000 values, 32
 * arrays and tables within each other.
 */
const struct yaml *toml_read(struct slice text, unsigned first_line, struct arena *arena, struct error *error);

#endif
