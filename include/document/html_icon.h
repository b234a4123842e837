/* html_icon.h - what an element without words is called: icons of the common icon fonts, and labels for screen readers. */
#ifndef DOCUMENT_HTML_ICON_H
#define DOCUMENT_HTML_ICON_H

#include "document/html_tokenizer.h"

/*
 * TAG's `aria-label`, else its `title`, else the name that belongs to its icon class (`fa-github`, `ai-google-scholar`);
 * empty without any of them. Lent, as the tag's values are.
 */
struct slice html_icon_name(const struct html_tag *tag);

#endif
