/* glob.h - names and patterns as Hugo writes them: globs, and regular expressions (jekyll.md 7.1). Pure. */
#ifndef SITE_GLOB_H
#define SITE_GLOB_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * Whether PATTERN matches all of TEXT, letters in either case: `*` and `?` stop at `/`, `**` does not, `{a,b}` is one of
 * both, `[ab]` and `[a-z]` one character. A pattern that is none matches nothing.
 */
bool glob_matches(struct slice pattern, struct slice text);

/* Whether the regular expression PATTERN is found in TEXT; one that cannot be read is not: *VALID then is false. */
bool glob_finds(struct slice pattern, struct slice text, bool *valid);

#endif
