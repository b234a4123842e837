/* json.h - strings in JSON (RFC 8259 7). */
#ifndef COMMAND_JSON_H
#define COMMAND_JSON_H

#include "base/buffer.h"

/* Appends TEXT as a string with its quotation marks; what is no UTF-8 becomes U+FFFD. */
void json_string(struct buffer *out, struct slice text);

/* Appends `"NAME": ` and the string TEXT. */
void json_member(struct buffer *out, const char *name, struct slice text);

#endif
