/* url_key.c - the one form under which URLs are compared. */
#include "image/url_key.h"

static unsigned
hex_value(char byte)
{
    return byte_is_digit(byte) ? (unsigned)(byte - '0') : (unsigned)(byte_lower(byte) - 'a') + 10;
}

/*
 * Decodes the %XX at the end of KEY, and the one which that may complete. Decoding as each third byte arrives reaches
 * the same end as decoding the whole text repeatedly, but in one pass: two escapes never overlap.
 */
static void
decode_tail(struct buffer *key, size_t start)
{
    while (key->length >= start + 3) {
        char *tail = key->bytes + key->length - 3;

        if (tail[0] != '%' || !byte_is_hex(tail[1]) || !byte_is_hex(tail[2]))
            return;
        tail[0] = (char)(hex_value(tail[1]) << 4 | hex_value(tail[2]));
        buffer_truncate(key, key->length - 2);
    }
}

void
url_key(struct slice url, struct buffer *key)
{
    size_t start, fragment;

    buffer_add_text(key, "URL:");
    start = key->length;
    for (size_t at = 0; at < url.length; at++) {
        buffer_add_byte(key, url.bytes[at]);
        decode_tail(key, start);
    }
    fragment = slice_find_byte(slice_from(buffer_slice(key), start), '#');
    if (fragment != SLICE_NONE)
        buffer_truncate(key, start + fragment);
}
