/* html_action.h - what opening and closing an element of each kind does to the document. */
#ifndef DOCUMENT_HTML_ACTION_H
#define DOCUMENT_HTML_ACTION_H

#include "document/html_state.h"

/* ELEMENT begins with TAG; unless it has no content, it already stands on the stack. */
void html_action_open(struct html *html, const struct element *element, const struct html_tag *tag);

/* ELEMENT ends; it has been taken off the stack. */
void html_action_close(struct html *html, const struct element *element);

#endif
