/* export_links.h - gemtext whose links lead to the names of an exported capsule. */
#ifndef COMMAND_EXPORT_LINKS_H
#define COMMAND_EXPORT_LINKS_H

#include "command/export_names.h"

/*
 * Appends GEMTEXT, the page called PAGE, with each link into the capsule turned into a relative one to its target's name:
 * so that the tree works wherever it is put, below "/~somebody/" too. Preformatted lines and all other links stay.
 */
void export_links(struct slice gemtext, struct slice page, const struct export_names *names, struct buffer *out);

/* Appends the relative reference from the page called PAGE to the file called NAME (RFC 3986 4.2). */
void export_reference(struct slice page, struct slice name, struct buffer *out);

/*
 * Appends FEED, the capsule's own, whose gemini links keep host and port, as a feed must, and lead to the names: so that
 * the tree has to be at the host's root for them.
 */
void export_feed(struct slice feed, const struct export_names *names, struct buffer *out);

#endif
