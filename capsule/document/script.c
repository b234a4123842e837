/* script.c - raised and lowered text in plain characters. */
#include "document/script.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* Each ASCII character with its forms; 0 where Unicode has none that fonts know. */
static const struct {
    char plain;
    uint32_t raised, lowered;
} forms[] = {
    { '0', 0x2070, 0x2080 }, { '1', 0x00b9, 0x2081 }, { '2', 0x00b2, 0x2082 }, { '3', 0x00b3, 0x2083 },
    { '4', 0x2074, 0x2084 }, { '5', 0x2075, 0x2085 }, { '6', 0x2076, 0x2086 }, { '7', 0x2077, 0x2087 },
    { '8', 0x2078, 0x2088 }, { '9', 0x2079, 0x2089 }, { '+', 0x207a, 0x208a }, { '-', 0x207b, 0x208b },
    { '=', 0x207c, 0x208c }, { '(', 0x207d, 0x208d }, { ')', 0x207e, 0x208e }, { 'a', 0x1d43, 0x2090 },
    { 'b', 0x1d47, 0 },      { 'c', 0x1d9c, 0 },      { 'd', 0x1d48, 0 },      { 'e', 0x1d49, 0x2091 },
    { 'f', 0x1da0, 0 },      { 'g', 0x1d4d, 0 },      { 'h', 0x02b0, 0x2095 }, { 'i', 0x2071, 0x1d62 },
    { 'j', 0x02b2, 0x2c7c }, { 'k', 0x1d4f, 0x2096 }, { 'l', 0x02e1, 0x2097 }, { 'm', 0x1d50, 0x2098 },
    { 'n', 0x207f, 0x2099 }, { 'o', 0x1d52, 0x2092 }, { 'p', 0x1d56, 0x209a }, { 'r', 0x02b3, 0x1d63 },
    { 's', 0x02e2, 0x209b }, { 't', 0x1d57, 0x209c }, { 'u', 0x1d58, 0x1d64 }, { 'v', 0x1d5b, 0x1d65 },
    { 'w', 0x02b7, 0 },      { 'x', 0x02e3, 0x2093 }, { 'y', 0x02b8, 0 },      { 'z', 0x1dbb, 0 },
    { 'A', 0x1d2c, 0 },      { 'B', 0x1d2e, 0 },      { 'D', 0x1d30, 0 },      { 'E', 0x1d31, 0 },
    { 'G', 0x1d33, 0 },      { 'H', 0x1d34, 0 },      { 'I', 0x1d35, 0 },      { 'J', 0x1d36, 0 },
    { 'K', 0x1d37, 0 },      { 'L', 0x1d38, 0 },      { 'M', 0x1d39, 0 },      { 'N', 0x1d3a, 0 },
    { 'O', 0x1d3c, 0 },      { 'P', 0x1d3e, 0 },      { 'R', 0x1d3f, 0 },      { 'T', 0x1d40, 0 },
    { 'U', 0x1d41, 0 },      { 'V', 0x2c7d, 0 },      { 'W', 0x1d42, 0 },
};

static uint32_t
form_of(uint32_t plain, enum script script)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if ((uint32_t)forms[i].plain == plain)
            return script == SCRIPT_RAISED ? forms[i].raised : forms[i].lowered;
    return 0;
}

bool
script_convert(struct slice text, enum script script, struct buffer *out)
{
    size_t start = out->length;

    while (text.length > 0) {
        uint32_t form = form_of(utf8_take(&text, NULL), script);

        if (form == 0) {
            buffer_truncate(out, start);
            return false;
        }
        utf8_put(out, form);
    }
    return true;
}

/* Punctuation of ASCII and Latin-1, and the block of daggers and dashes; authors' marks such as `*` and U+2020. */
static bool
is_punctuation(uint32_t c)
{
    if (c < 0x80)
        return c > ' ' && !byte_is_alnum((char)c);
    return (c >= 0xa1 && c <= 0xbf && c != 0xaa && c != 0xb2 && c != 0xb3 && c != 0xb5 && c != 0xb9 && c != 0xba) ||
           (c >= 0x2010 && c <= 0x205e) || (c >= 0x2200 && c <= 0x22ff) || (c >= 0x2605 && c <= 0x27bf);
}

static bool
is_all_punctuation(struct slice text)
{
    while (text.length > 0)
        if (!is_punctuation(utf8_take(&text, NULL)))
            return false;
    return true;
}

static bool
is_one_character(struct slice text)
{
    utf8_take(&text, NULL);
    return text.length == 0;
}

void
script_write(struct slice text, enum script script, struct buffer *out)
{
    if (text.length == 0)
        return;
    if (is_all_punctuation(text)) {
        buffer_add(out, text);
        return;
    }
    if (script_convert(text, script, out))
        return;
    buffer_add_byte(out, script == SCRIPT_RAISED ? '^' : '_');
    if (is_one_character(text)) {
        buffer_add(out, text);
        return;
    }
    buffer_add_byte(out, '(');
    buffer_add(out, text);
    buffer_add_byte(out, ')');
}
