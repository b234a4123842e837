/* front_matter.h - where a page's header ends and its text begins (jekyll.md 1.2, gemtext.md R31). Pure. */
#ifndef SITE_FRONT_MATTER_H
#define SITE_FRONT_MATTER_H

#include "base/slice.h"

/* The header's first line in its file: the opening `---` is line 1. */
#define FRONT_MATTER_LINE 2

/* True if TEXT, a byte-order mark apart, opens with a line of `---` and white space: what makes a file a page. */
bool front_matter_begins(struct slice text);

/*
 * Splits TEXT into its YAML header and its body, both lent; *BODY_LINE is the body's first line in the file. Without a
 * header, or with one that never ends at a line `---` or `...`, it is false, and all of TEXT is the body, from line 1.
 */
bool front_matter_split(struct slice text, struct slice *header, struct slice *body, unsigned *body_line);

/* What headers a site's pages may have: Jekyll knows YAML alone; Hugo also TOML between `+++` and a JSON object. */
enum front_matter_dialect { FRONT_MATTER_JEKYLL, FRONT_MATTER_HUGO };
enum front_matter_kind { FRONT_MATTER_NONE, FRONT_MATTER_YAML, FRONT_MATTER_TOML, FRONT_MATTER_JSON };

/* How TEXT begins: the kind of header it then must have, should that end. */
enum front_matter_kind front_matter_kind(struct slice text, enum front_matter_dialect dialect);

/* As front_matter_split, for any header of DIALECT; JSON's is the whole object. */
bool front_matter_split_any(struct slice text, enum front_matter_dialect dialect, struct slice *header,
                            struct slice *body, unsigned *body_line);

#endif
