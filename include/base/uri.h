/* uri.h - URI references by RFC 3986: split, check, resolve, percent-code. Pure; no scheme is special. */
#ifndef BASE_URI_H
#define BASE_URI_H

#include "base/buffer.h"

/* Parts as they stand in the text, without their delimiters; a missing part is empty and its flag false. All lent. */
struct uri {
    struct slice scheme, userinfo, host, port, path, query, fragment; /* an IP literal keeps its brackets */
    bool has_scheme, has_authority, has_userinfo, has_port, has_query, has_fragment;
};

/* Splits by the expression of RFC 3986 appendix B; never fails, checks nothing. A scheme must look like one (3.1). */
void uri_split(struct slice text, struct uri *uri);

/*
 * Splits TEXT and checks every part: only URI characters, percent signs followed by two hexadecimal digits, a port of
 * digits up to 65535 (or empty), a host that is an IP literal in brackets or a registered name. False if it is no
 * URI-reference.
 */
bool uri_parse(struct slice text, struct uri *uri);

/* RFC 3986 5.2: REFERENCE against the absolute BASE; dot segments go, also from an absolute REFERENCE. */
void uri_resolve(const struct uri *base, const struct uri *reference, struct buffer *out);

/* RFC 3986 5.2.4 on a path. */
void uri_remove_dots(struct slice path, struct buffer *out);

/*
 * Makes TEXT a valid reference without changing its meaning (gemtext.md R14.6): percent-encodes blanks, controls,
 * non-ASCII, `"<>\^`{|}`, brackets outside an IP literal, a second `#` and a `%` not followed by two hexadecimal digits.
 * Idempotent.
 */
void uri_clean(struct slice text, struct buffer *out);

/* True if uri_clean is sure to change nothing. */
bool uri_is_clean(struct slice text);

/* Encodes every byte outside the unreserved characters and those in KEEP ("/" for a path). */
void uri_encode(struct slice raw, const char *keep, struct buffer *out);

/* Decodes each valid %XX; anything else stays as it is. */
void uri_decode(struct slice text, struct buffer *out);

#endif
