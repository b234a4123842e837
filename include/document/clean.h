/* clean.h - which characters of a page are shown (gemtext.md R5, R26). */
#ifndef DOCUMENT_CLEAN_H
#define DOCUMENT_CLEAN_H

#include "base/buffer.h"

#include <stdint.h>

enum clean_state { CLEAN_TEXT, CLEAN_ESCAPE, CLEAN_SEQUENCE, CLEAN_STRING, CLEAN_STRING_ESCAPE };

/* Where in an ANSI escape sequence the text so far ends; { 0 } outside. */
struct clean {
    enum clean_state state;
};

/* True if the next character CODE_POINT is shown; controls, escape sequences and bidi controls are not. */
bool clean_shows(struct clean *clean, uint32_t code_point);

/* Line ends, tabs, and the blanks that pages use for layout: no-break, en, em spaces and the like. */
bool clean_is_space(uint32_t code_point);

/*
 * How many bytes at the head of TEXT are shown as they are: words of ASCII with one blank between them, and none at
 * either end.
 */
size_t clean_plain(struct slice text);

/* Text for one line: cleaned, white space collapsed and trimmed. */
void clean_line(struct slice text, struct buffer *out);

/* A preformatted block: cleaned, tabs as four blanks, lines ended by LF, no empty lines at its ends. */
void clean_block(struct slice text, struct buffer *out);

#endif
