/* uri.c - URI references by RFC 3986. */
#include "base/uri.h"

#include <string.h>

#define FIVE(first)                                                                                                    \
    [first] = true, [(first) + 1] = true, [(first) + 2] = true, [(first) + 3] = true, [(first) + 4] = true
#define LETTERS(first)                                                                                                 \
    FIVE(first), FIVE((first) + 5), FIVE((first) + 10), FIVE((first) + 15), FIVE((first) + 20), [(first) + 25] = true
#define UNRESERVED                                                                                                     \
    LETTERS('a'), LETTERS('A'), FIVE('0'), FIVE('5'), ['-'] = true, ['.'] = true, ['_'] = true, ['~'] = true
#define SUB_DELIMS                                                                                                     \
    ['!'] = true, ['$'] = true, ['&'] = true, ['\''] = true, ['('] = true, [')'] = true, ['*'] = true, ['+'] = true,   \
    [','] = true, [';'] = true, ['='] = true

/* RFC 3986 2.3; with 2.2 and what may stand anywhere behind the authority. */
static const bool unreserved[256] = { UNRESERVED };
static const bool common[256] = { UNRESERVED, SUB_DELIMS, [':'] = true, ['@'] = true, ['/'] = true, ['?'] = true };

static bool
is_unreserved(char byte)
{
    return unreserved[(unsigned char)byte];
}

/* Unreserved, sub-delims and the bytes in MORE (RFC 3986 2.2, 2.3). */
static bool
is_allowed(char byte, const char *more)
{
    return is_unreserved(byte) || (byte != '\0' && (strchr("!$&'()*+,;=", byte) != NULL || strchr(more, byte) != NULL));
}

/* How many bytes at the head of TEXT need no thought wherever in a URI they stand: nearly all of most. */
static size_t
plain_length(struct slice text)
{
    size_t length = 0;

    while (length < text.length && common[(unsigned char)text.bytes[length]])
        length++;
    return length;
}

static bool
is_escape(struct slice text, size_t at)
{
    return at + 2 < text.length && text.bytes[at] == '%' && byte_is_hex(text.bytes[at + 1]) &&
           byte_is_hex(text.bytes[at + 2]);
}

static bool
looks_like_scheme(struct slice text)
{
    if (text.length == 0 || !byte_is_letter(text.bytes[0]))
        return false;
    for (size_t i = 1; i < text.length; i++)
        if (!byte_is_alnum(text.bytes[i]) && memchr("+-.", text.bytes[i], 3) == NULL) /* strchr would find a NUL */
            return false;
    return true;
}

/* Cuts what follows DELIMITER off *TEXT into *PART; says whether there was any. */
static bool
cut_behind(struct slice *text, char delimiter, struct slice *part)
{
    size_t at = slice_find_byte(*text, delimiter);

    if (at == SLICE_NONE)
        return false;
    *part = slice_from(*text, at + 1);
    *text = slice_range(*text, 0, at);
    return true;
}

static void
split_authority(struct slice authority, struct uri *uri)
{
    size_t at = slice_find_last_byte(authority, '@'), colon;

    if (at != SLICE_NONE) {
        uri->has_userinfo = true;
        uri->userinfo = slice_range(authority, 0, at);
        authority = slice_from(authority, at + 1);
    }
    colon = slice_find_last_byte(authority, ':');
    if (colon != SLICE_NONE && slice_find_byte(slice_from(authority, colon), ']') == SLICE_NONE) {
        uri->has_port = true;
        uri->port = slice_from(authority, colon + 1);
        authority = slice_range(authority, 0, colon);
    }
    uri->host = authority;
}

void
uri_split(struct slice text, struct uri *uri)
{
    size_t colon;

    *uri = (struct uri){ 0 };
    uri->has_fragment = cut_behind(&text, '#', &uri->fragment);
    uri->has_query = cut_behind(&text, '?', &uri->query);
    colon = slice_find_byte(text, ':');
    if (colon != SLICE_NONE && looks_like_scheme(slice_range(text, 0, colon))) {
        uri->has_scheme = true;
        uri->scheme = slice_range(text, 0, colon);
        text = slice_from(text, colon + 1);
    }
    if (slice_starts(text, "//")) {
        size_t end = slice_find_byte(slice_from(text, 2), '/');
        struct slice authority = end == SLICE_NONE ? slice_from(text, 2) : slice_range(text, 2, end + 2);

        uri->has_authority = true;
        split_authority(authority, uri);
        text = slice_from(text, 2 + authority.length);
    }
    uri->path = text;
}

static bool
all_allowed(struct slice text, const char *more)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_allowed(text.bytes[i], more) && !is_escape(text, i))
            return false;
    return true;
}

static bool
host_is_valid(struct slice host)
{
    if (!slice_starts(host, "["))
        return all_allowed(host, "");
    return host.length > 2 && slice_ends(host, "]") && all_allowed(slice_range(host, 1, host.length - 1), ":") &&
           slice_find_byte(host, '%') == SLICE_NONE;
}

bool
uri_parse(struct slice text, struct uri *uri)
{
    unsigned long port;

    uri_split(text, uri);
    if (uri->has_port && uri->port.length > 0 && !slice_to_number(uri->port, 65535, &port))
        return false;
    if (!uri->has_scheme && !uri->has_authority) {
        size_t colon = slice_find_byte(uri->path, ':'), slash = slice_find_byte(uri->path, '/');

        if (colon != SLICE_NONE && colon < slash) /* RFC 3986 4.2: it would be taken for a scheme */
            return false;
    }
    return all_allowed(uri->userinfo, ":") && host_is_valid(uri->host) && all_allowed(uri->path, ":@/") &&
           all_allowed(uri->query, ":@/?") && all_allowed(uri->fragment, ":@/?");
}

/* Takes the last segment and the slash before it off what stands in OUT behind START. */
static void
drop_segment(struct buffer *out, size_t start)
{
    struct slice written = slice_from(buffer_slice(out), start);
    size_t slash = slice_find_last_byte(written, '/');

    buffer_truncate(out, start + (slash == SLICE_NONE ? 0 : slash));
}

void
uri_remove_dots(struct slice path, struct buffer *out)
{
    size_t start = out->length;

    while (path.length > 0) {
        if (slice_starts(path, "../")) {
            path = slice_from(path, 3);
        } else if (slice_starts(path, "./")) {
            path = slice_from(path, 2);
        } else if (slice_starts(path, "/./")) {
            path = slice_from(path, 2);
        } else if (slice_is(path, "/.")) {
            path = slice_of("/");
        } else if (slice_starts(path, "/../")) {
            path = slice_from(path, 3);
            drop_segment(out, start);
        } else if (slice_is(path, "/..")) {
            path = slice_of("/");
            drop_segment(out, start);
        } else if (slice_is(path, ".") || slice_is(path, "..")) {
            break;
        } else {
            size_t next = slice_find_byte(slice_from(path, 1), '/');
            size_t length = next == SLICE_NONE ? path.length : next + 1;

            buffer_add(out, slice_range(path, 0, length));
            path = slice_from(path, length);
        }
    }
}

static void
add_authority(struct buffer *out, const struct uri *uri)
{
    if (!uri->has_authority)
        return;
    buffer_add_text(out, "//");
    if (uri->has_userinfo) {
        buffer_add(out, uri->userinfo);
        buffer_add_byte(out, '@');
    }
    buffer_add(out, uri->host);
    if (uri->has_port) {
        buffer_add_byte(out, ':');
        buffer_add(out, uri->port);
    }
}

/* RFC 3986 5.2.3. */
static void
merge_paths(const struct uri *base, struct slice reference, struct buffer *merged)
{
    size_t slash = slice_find_last_byte(base->path, '/');

    if (base->has_authority && base->path.length == 0)
        buffer_add_byte(merged, '/');
    else if (slash != SLICE_NONE)
        buffer_add(merged, slice_range(base->path, 0, slash + 1));
    buffer_add(merged, reference);
}

static void
add_resolved_path(const struct uri *base, const struct uri *reference, struct buffer *out)
{
    struct buffer merged = { 0 };

    if (reference->has_scheme || reference->has_authority || slice_starts(reference->path, "/")) {
        uri_remove_dots(reference->path, out);
    } else if (reference->path.length == 0) {
        buffer_add(out, base->path);
    } else {
        merge_paths(base, reference->path, &merged);
        uri_remove_dots(buffer_slice(&merged), out);
        buffer_clear(&merged);
    }
}

void
uri_resolve(const struct uri *base, const struct uri *reference, struct buffer *out)
{
    const struct uri *whole = reference->has_scheme ? reference : base;
    bool keeps_query =
        !reference->has_scheme && !reference->has_authority && reference->path.length == 0 && !reference->has_query;
    const struct uri *query = keeps_query ? base : reference;

    buffer_add(out, whole->scheme);
    buffer_add_byte(out, ':');
    add_authority(out, reference->has_scheme || reference->has_authority ? reference : base);
    add_resolved_path(base, reference, out);
    if (query->has_query) {
        buffer_add_byte(out, '?');
        buffer_add(out, query->query);
    }
    if (reference->has_fragment) {
        buffer_add_byte(out, '#');
        buffer_add(out, reference->fragment);
    }
}

static void
add_escape(struct buffer *out, char byte)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char value = (unsigned char)byte;

    buffer_add_byte(out, '%');
    buffer_add_byte(out, digits[value >> 4]);
    buffer_add_byte(out, digits[value & 15]);
}

/* Where the host stands in TEXT: brackets are kept there and nowhere else. */
static struct slice
host_of(struct slice text)
{
    struct uri uri;

    uri_split(text, &uri);
    return slice_starts(uri.host, "[") && slice_ends(uri.host, "]") ? uri.host : slice_make(text.bytes, 0);
}

bool
uri_is_clean(struct slice text)
{
    bool in_fragment = false;

    for (size_t at = 0;; at++) {
        at += plain_length(slice_from(text, at));
        if (at >= text.length)
            return true;
        if (is_escape(text, at))
            at += 2;
        else if (text.bytes[at] != '#' || in_fragment)
            return false;
        in_fragment = in_fragment || text.bytes[at] == '#';
    }
}

void
uri_clean(struct slice text, struct buffer *out)
{
    struct slice host = host_of(text);
    bool in_fragment = false;

    for (size_t i = 0; i < text.length; i++) {
        size_t plain = plain_length(slice_from(text, i));
        char byte;
        bool in_host, keep;

        buffer_add(out, slice_range(text, i, i + plain));
        i += plain;
        if (i == text.length)
            break;
        byte = text.bytes[i];
        in_host = host.length > 0 && text.bytes + i >= host.bytes && text.bytes + i < host.bytes + host.length;
        keep = is_allowed(byte, ":@/?") || is_escape(text, i) || (in_host && (byte == '[' || byte == ']')) ||
               (byte == '#' && !in_fragment);

        if (keep)
            buffer_add_byte(out, byte);
        else
            add_escape(out, byte);
        in_fragment = in_fragment || byte == '#';
    }
}

void
uri_encode(struct slice raw, const char *keep, struct buffer *out)
{
    for (size_t i = 0; i < raw.length; i++)
        if (is_unreserved(raw.bytes[i]) || (raw.bytes[i] != '\0' && strchr(keep, raw.bytes[i]) != NULL))
            buffer_add_byte(out, raw.bytes[i]);
        else
            add_escape(out, raw.bytes[i]);
}

static unsigned
hex_value(char digit)
{
    return byte_is_digit(digit) ? (unsigned)(digit - '0') : (unsigned)(byte_lower(digit) - 'a') + 10;
}

void
uri_decode(struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < text.length; i++) {
        if (is_escape(text, i)) {
            buffer_add_byte(out, (char)(hex_value(text.bytes[i + 1]) << 4 | hex_value(text.bytes[i + 2])));
            i += 2;
        } else {
            buffer_add_byte(out, text.bytes[i]);
        }
    }
}
