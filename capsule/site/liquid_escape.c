/* liquid_escape.c - the filters that write texts for addresses, and read them. */
#include "base/uri.h"
#include "site/liquid_filter.h"

/* As in a form: a blank is `+`, all else that is not safe everywhere is percent-encoded. */
static struct value
url_encode(const struct liquid_call *call)
{
    static const char hexadecimal[] = "0123456789ABCDEF";
    struct buffer text = { 0 };

    for (size_t i = 0; i < call->text.length && i < LIQUID_TEXT; i++) {
        unsigned char byte = (unsigned char)call->text.bytes[i];

        if (byte_is_alnum((char)byte) || byte == '-' || byte == '_' || byte == '.') {
            buffer_add_byte(&text, (char)byte);
        } else if (byte == ' ') {
            buffer_add_byte(&text, '+');
        } else {
            buffer_add_byte(&text, '%');
            buffer_add_byte(&text, hexadecimal[byte >> 4]);
            buffer_add_byte(&text, hexadecimal[byte & 15]);
        }
    }
    return liquid_keep(call->scope, &text);
}

static struct value
url_decode(const struct liquid_call *call)
{
    struct buffer blank = { 0 }, text = { 0 };

    for (size_t i = 0; i < call->text.length; i++)
        buffer_add_byte(&blank, call->text.bytes[i] == '+' ? ' ' : call->text.bytes[i]);
    uri_decode(buffer_slice(&blank), &text);
    buffer_clear(&blank);
    return liquid_keep(call->scope, &text);
}

static const struct liquid_filter filters[] = {
    { "url_encode", true, url_encode },
    { "cgi_escape", true, url_encode },
    { "url_decode", true, url_decode },
};

const struct liquid_filter *
liquid_escape_filter(struct slice name)
{
    for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
        if (slice_is(name, filters[i].name))
            return &filters[i];
    return NULL;
}
