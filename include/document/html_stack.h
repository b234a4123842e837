/* html_stack.h - the elements that are open: which of them a tag ends, and which it stands in. */
#ifndef DOCUMENT_HTML_STACK_H
#define DOCUMENT_HTML_STACK_H

#include "document/html_state.h"

/* Ends the element at INDEX alone, wherever it stands; or all from INDEX on. */
void html_stack_close_at(struct html *html, size_t index);
void html_stack_close_down_to(struct html *html, size_t index);

/* The innermost open ELEMENT; none beyond the cell that is open, unless it is a part of the table itself. SLICE_NONE. */
size_t html_stack_find(const struct html *html, const struct element *element);

/* Ends what ELEMENT, which begins, cannot stand in: its sibling, and the paragraph that a block ends. */
void html_stack_make_room(struct html *html, const struct element *element);

bool html_stack_has_link(const struct html *html); /* a link is open */

#endif
