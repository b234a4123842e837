/* mark.h - places in a text: where links and images stand, and where emphasis stood. */
#ifndef DOCUMENT_MARK_H
#define DOCUMENT_MARK_H

#include "document/group.h"

/* What stays of LINE, with its marks. Its links join GROUP; they belong to what SUBJECT says. */
struct span mark_span(struct group *group, const struct draft_line *line, struct draft_line *subject);

/* Adds the links of a line whose words do not stay to GROUP. */
void mark_links(struct group *group, const struct draft_line *line, struct draft_line *subject);

#endif
