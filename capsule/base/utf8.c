/* utf8.c - UTF-8 by RFC 3629; broken sequences as Unicode 3.9 recommends: one U+FFFD per maximal part. */
#include "base/utf8.h"

/* What a lead byte promises: how many bytes follow, and the range of the first of them (shortest form, no surrogates). */
static const struct lead {
    unsigned char first, last;
    unsigned char more;
    unsigned char low, high;
} leads[] = {
    { 0xc2, 0xdf, 1, 0x80, 0xbf }, { 0xe0, 0xe0, 2, 0xa0, 0xbf }, { 0xe1, 0xec, 2, 0x80, 0xbf },
    { 0xed, 0xed, 2, 0x80, 0x9f }, { 0xee, 0xef, 2, 0x80, 0xbf }, { 0xf0, 0xf0, 3, 0x90, 0xbf },
    { 0xf1, 0xf3, 3, 0x80, 0xbf }, { 0xf4, 0xf4, 3, 0x80, 0x8f },
};

static const struct lead *
find_lead(unsigned char byte)
{
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (byte >= leads[i].first && byte <= leads[i].last)
            return &leads[i];
    return NULL;
}

static uint32_t
take_sequence(struct slice *rest, const struct lead *lead, bool *whole)
{
    const unsigned char *bytes = (const unsigned char *)rest->bytes;
    uint32_t value = bytes[0] & (0x3fu >> lead->more);
    size_t length = 1;

    for (; length <= lead->more && length < rest->length; length++) {
        unsigned char low = length == 1 ? lead->low : 0x80, high = length == 1 ? lead->high : 0xbf;

        if (bytes[length] < low || bytes[length] > high)
            break;
        value = value << 6 | (bytes[length] & 0x3fu);
    }
    *whole = length == (size_t)lead->more + 1;
    *rest = slice_from(*rest, length);
    return *whole ? value : UTF8_REPLACEMENT;
}

uint32_t
utf8_take_sequence(struct slice *rest, bool *valid)
{
    const struct lead *lead = find_lead((unsigned char)rest->bytes[0]);
    uint32_t value = UTF8_REPLACEMENT;
    bool whole = false;

    if (lead != NULL)
        value = take_sequence(rest, lead, &whole);
    else
        *rest = slice_from(*rest, 1);
    if (!whole && valid != NULL)
        *valid = false;
    return value;
}

void
utf8_put_sequence(struct buffer *buffer, uint32_t code_point)
{
    if (code_point < 0x800) {
        buffer_add_byte(buffer, (char)(0xc0 | code_point >> 6));
        buffer_add_byte(buffer, (char)(0x80 | (code_point & 0x3f)));
    } else if (code_point < 0x10000) {
        buffer_add_byte(buffer, (char)(0xe0 | code_point >> 12));
        buffer_add_byte(buffer, (char)(0x80 | (code_point >> 6 & 0x3f)));
        buffer_add_byte(buffer, (char)(0x80 | (code_point & 0x3f)));
    } else {
        buffer_add_byte(buffer, (char)(0xf0 | code_point >> 18));
        buffer_add_byte(buffer, (char)(0x80 | (code_point >> 12 & 0x3f)));
        buffer_add_byte(buffer, (char)(0x80 | (code_point >> 6 & 0x3f)));
        buffer_add_byte(buffer, (char)(0x80 | (code_point & 0x3f)));
    }
}

bool
utf8_valid(struct slice text)
{
    bool valid = true;

    while (text.length > 0 && valid)
        utf8_take(&text, &valid);
    return valid;
}
