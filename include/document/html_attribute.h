/* html_attribute.h - what the values of HTML attributes say. */
#ifndef DOCUMENT_HTML_ATTRIBUTE_H
#define DOCUMENT_HTML_ATTRIBUTE_H

#include "document/html_tokenizer.h"
#include "document/sink.h"

/* True if WANTED is one of the names in TAG's `class`. */
bool html_has_class(const struct html_tag *tag, const char *wanted);

/* The width or height of an image, as NAME says, in pixels: struct sink_image says what 0 and 1 mean. */
unsigned html_image_side(const struct html_tag *tag, const char *name);

/* Left if the cell says nothing of it. */
enum alignment html_cell_alignment(const struct html_tag *tag);

#endif
