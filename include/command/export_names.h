/* export_names.h - under which names an exported capsule keeps what it publishes (architecture.md, "A path's forms"). */
#ifndef COMMAND_EXPORT_NAMES_H
#define COMMAND_EXPORT_NAMES_H

#include "base/buffer.h"
#include "base/finding.h"

struct export_names;

/* No name is taken yet. */
struct export_names *export_names_new(void);
void export_names_free(struct export_names *names); /* NULL is fine */

/*
 * Appends the name of the page whose decoded path is KEY: "/x/" is "x/index.gmi", "/x.html" and "/x" are "x.gmi". Without
 * '/' in front.
 */
void export_page_name(struct slice key, struct buffer *out);

/* Appends the name of the Gopher menu at SELECTOR: "x/gophermap" for "/x/" and for "/x". */
void export_menu_name(struct slice selector, struct buffer *out);

/*
 * Takes NAME, a path below the tree's root, for the page or file KEY. False if it is taken, if a file is where it needs a
 * folder, or if no file can have it.
 */
bool export_names_take(struct export_names *names, struct slice key, struct slice name);

/* The same; a name that is taken gets "-2", "-3" ... before its extension, with a finding that speaks of SOURCE. */
bool export_names_take_any(struct export_names *names, struct slice key, struct slice name, struct slice source,
                           struct findings *findings);

/* The name taken for KEY; empty if there is none. Lent. */
struct slice export_names_find(const struct export_names *names, struct slice key);

#endif
