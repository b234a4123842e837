/* csv.h - a table of values with commas, or tabs, between them as a tree: a list of maps (RFC 4180). */
#ifndef CONFIG_CSV_H
#define CONFIG_CSV_H

#include "base/arena.h"
#include "config/yaml.h"

/*
 * The rows of TEXT below its first, whose values are the keys; values are parted by SEPARATOR. A short row lacks its last
 * keys, an empty value that is not quoted is null, values without a key are left out. In ARENA; never fails. At most
 * 200,000 values: what follows is left out.
 */
const struct yaml *csv_read(struct slice text, char separator, struct arena *arena);

#endif
