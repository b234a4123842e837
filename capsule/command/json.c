/* json.c - escapes what a JSON string cannot hold. */
#include "command/json.h"

#include "base/utf8.h"

static void
add_escaped(struct buffer *out, uint32_t code_point)
{
    if (code_point == '"' || code_point == '\\')
        buffer_format(out, "\\%c", (char)code_point);
    else if (code_point < 0x20 || code_point == 0x7f)
        buffer_format(out, "\\u%04x", (unsigned)code_point);
    else
        utf8_put(out, code_point);
}

void
json_string(struct buffer *out, struct slice text)
{
    buffer_add_byte(out, '"');
    while (text.length > 0)
        add_escaped(out, utf8_take(&text, NULL));
    buffer_add_byte(out, '"');
}

void
json_member(struct buffer *out, const char *name, struct slice text)
{
    buffer_format(out, "\"%s\": ", name);
    json_string(out, text);
}
